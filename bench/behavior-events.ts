import type { Pool } from 'pg';
import type { Clock, Logger, PostgresAddress } from '#platform';
import { toBehaviorRow, toEventRow } from '../src/analytics/ingest/prepare.ts';
import type { BehaviorRow, EventRow, Identified } from '../src/analytics/ingest/rows.ts';
import { BEHAVIOR, EVENTS } from '../src/analytics/ingest/tables.ts';
import { BatchWriter } from '../src/analytics/ingest/writer.ts';
import { makeVisits, toBehaviorItem, toEventItem } from '../test/support/behavior-events.ts';

export const DAY_MS = 86_400_000;
export const DAYS = 60;
const USERS = 200_000;
const BATCH = 8_000;

/** Events of the database and the end of the UTC day of the newest one; neither where it has none. */
export async function loadedEvents(pool: Pool): Promise<{ events: number; end: number } | undefined> {
  const { rows } = await pool.query<{ events: number; end: Date | null }>(
    `SELECT coalesce(sum(events + behaviors), 0)::bigint AS events, date_trunc('day', max(bucket), 'UTC') + interval '1 day' AS end
     FROM analytics_event_rollup_15m`,
  );
  const [row] = rows;
  return row?.end ? { events: row.events, end: row.end.getTime() } : undefined;
}

/** Writes visits of 60 days before `end` through the writers of the ingest. */
export async function loadVisits(
  deps: { pool: Pool; address: PostgresAddress; clock: Clock; logger: Logger },
  { events, end }: { events: number; end: number },
): Promise<void> {
  const from = end - DAYS * DAY_MS;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  await deps.pool.query('SELECT make_day_partitions($1::date, $2::date)', [
    day(from - DAY_MS),
    day(end + DAY_MS),
  ]);
  const facts = { nowMs: end, defaultMs: end, oldestMs: 0, sender: 'bench', idempotencyKey: undefined };
  await using eventLoad = batches(new BatchWriter(EVENTS, { ...deps, lanes: 2 }));
  await using behaviorLoad = batches(new BatchWriter(BEHAVIOR, { ...deps, lanes: 2 }));
  for (const event of makeVisits({ events, users: USERS, from, days: DAYS })) {
    const full = event.isBehavior
      ? behaviorLoad.add(toBehaviorRow(toBehaviorItem(event), 0, facts))
      : eventLoad.add(toEventRow(toEventItem(event), 0, facts));
    if (full !== undefined) await full;
  }
}

/** Hands rows to a writer batch by batch; `add` returns what to wait for where enough are on their way. */
function batches<Row extends EventRow | BehaviorRow>(writer: BatchWriter<Row & Identified>) {
  let rows: Row[] = [];
  const pending = new Set<Promise<unknown>>();
  const send = () => {
    const write = writer.write(rows).finally(() => pending.delete(write));
    pending.add(write);
    rows = [];
  };
  return {
    add(row: Row): Promise<unknown> | undefined {
      rows.push(row);
      if (rows.length < BATCH) return undefined;
      send();
      return pending.size < 4 ? undefined : Promise.race(pending);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      send();
      await Promise.all(pending);
      await writer[Symbol.asyncDispose]();
    },
  };
}
