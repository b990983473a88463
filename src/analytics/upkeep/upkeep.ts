import type { Clock, IdempotencyStore, Logger } from '#platform';
import type { CleanUp, RetentionStore } from './retention-store.ts';

/** Days that raw rows are kept; rollups, user sets and first-seen times outlive them. */
export const RETENTION_DAYS = 90;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_AHEAD = 7;
/** Forecasts, anomalies and acknowledged alerts. */
const FINDINGS_DAYS = 30;

export interface UpkeepDeps {
  readonly clock: Clock;
  readonly logger: Logger;
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
  return { ...removed, idempotency_keys: keys, partitions_made: partitions };
}

/** Runs the upkeep now and every hour: it is idempotent, and a day that a laptop slept through is made up for. */
export function startUpkeep(deps: UpkeepDeps): AsyncDisposable {
  let running = Promise.resolve();
  const run = () => {
    running = runUpkeep(deps).then(
      (done) => deps.logger.info({ done }, 'analytics upkeep'),
      (error: unknown) =>
        deps.logger.error({ err: error }, 'analytics upkeep failed; it runs again in an hour'),
    );
  };
  run();
  const timer = setInterval(run, HOUR_MS).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
