import type { Ingest } from '#analytics';
import type { Clock, Database, Logger } from '#platform';
import { makeMetrics } from './machine.ts';
import { makeUsage } from './usage.ts';
import { hasUsage } from './usage-store.ts';

const DAY_MS = 86_400_000;
const PER_REQUEST = 5_000;

/**
 * Product usage, revenue, a portfolio and a machine of the last 89 days for a database without events, all labelled as
 * simulated. It goes when the first real event comes. Returns the rows recorded: 0 where there are events already.
 */
export async function loadDemoUsage(deps: {
  database: Database;
  clock: Clock;
  logger: Logger;
  ingest: Ingest;
}): Promise<number> {
  const { database, clock, logger, ingest } = deps;
  if (await hasUsage(database.pool)) return 0;
  const nowMs = clock.now();
  const usage = makeUsage(Math.floor(nowMs / DAY_MS) * DAY_MS);
  const facts = {
    nowMs,
    defaultMs: nowMs,
    oldestMs: 0,
    sender: 'demo',
    idempotencyKey: undefined,
    simulated: true,
  };
  const record = async (recorder: Ingest['events' | 'behavior' | 'metrics'], items: readonly unknown[]) => {
    let accepted = 0;
    for (let start = 0; start < items.length; start += PER_REQUEST)
      accepted += (await recorder.record(items.slice(start, start + PER_REQUEST), facts)).accepted;
    return accepted;
  };
  const inOrder = usage.events.toSorted((a, b) => String(a.timestamp).localeCompare(String(b.timestamp)));
  const counts = await Promise.all([
    record(ingest.behavior, usage.behavior),
    record(ingest.metrics, makeMetrics(nowMs)),
    record(ingest.events, inOrder),
  ]);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  logger.info({ rows }, 'simulated usage was recorded');
  return rows;
}
