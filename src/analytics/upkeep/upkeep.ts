import type { Pool } from 'pg';
import { type Clock, createIdempotencyStore, type IdempotencyStore, type Job } from '#platform';
import { type CleanUp, createRetentionStore, type RetentionStore } from './retention-store.ts';

/** Days that raw rows are kept, and alerts that nobody acknowledged; rollups, user sets and first-seen times outlive them. */
export const RETENTION_DAYS = 90;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_AHEAD = 7;
/** Forecasts, anomalies, clusters of users and acknowledged alerts. */
const FINDINGS_DAYS = 30;

export interface UpkeepDeps {
  readonly clock: Clock;
  readonly retention: RetentionStore;
  readonly idempotency: IdempotencyStore;
  readonly retentionDays: number;
}

/** The clean-up of the specification: partitions for the days to come, and everything past its retention dropped. */
export async function runUpkeep(deps: UpkeepDeps): Promise<CleanUp> {
  const nowMs = deps.clock.now();
  const partitions = await deps.retention.makePartitions(
    dayText(nowMs - DAY_MS),
    dayText(nowMs + DAYS_AHEAD * DAY_MS),
  );
  const removed = await deps.retention.cleanUp({
    rawMs: nowMs - deps.retentionDays * DAY_MS,
    findingsMs: nowMs - FINDINGS_DAYS * DAY_MS,
    minutesMs: nowMs - 48 * HOUR_MS,
  });
  const keys = await deps.idempotency.cleanUp();
  const settled = await deps.retention.settleJourneys(nowMs - DAY_MS);
  return { ...removed, idempotency_keys: keys, partitions_made: partitions, journeys_settled: settled };
}

/** The upkeep as a job: hourly, because a day that nobody made a partition for waits in DEFAULT. */
export function createUpkeepJob({ clock, pool }: { clock: Clock; pool: Pool }): Job {
  const retention = createRetentionStore(pool);
  const idempotency = createIdempotencyStore(pool, clock);
  return {
    name: 'analytics-upkeep',
    summary: 'Make the partitions of the days to come, and drop what is past its retention',
    schedule: { every: 'hour', minute: 5 },
    atFirst: true,
    async run() {
      const report = await runUpkeep({ clock, retention, idempotency, retentionDays: RETENTION_DAYS });
      const changed = Object.entries(report).filter(([, count]) => count > 0);
      const text = changed.map(([name, count]) => `${name}: ${count}`).join('\n');
      return { report, text: text || 'Nothing was past its retention.' };
    },
  };
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
