/**
 * The business dashboard, uncached, from rollups and user sets ÷ the same figures by raw SQL over the events; the figures
 * must be identical. Events: 60 days, 200,000 users.
 *
 *   node bench/business.bench.ts [millions of events, 1 unless told] [data-dir]     data-dir: that of an earlier run of today
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireDatabaseServer, createBus, createLogger, migrate, openDatabase } from '#platform';
import { createActivity } from '../src/analytics/activity/activity-worker.ts';
import { createBusiness } from '../src/analytics/business/business.ts';
import { EVENTS } from '../src/analytics/ingest/tables.ts';
import { BatchWriter } from '../src/analytics/ingest/writer.ts';
import { machine, median } from './measure.ts';
import { END, makeRow, START } from './visits.ts';

const TOTAL = Number(process.argv[2] ?? 1) * 1_000_000;
const DAY_MS = 86_400_000;
const ROUNDS = 5;

const logger = createLogger({ logLevel: 'warn' });
const dataDir = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger, {
  shared_buffers: '512MB',
  work_mem: '64MB',
  max_wal_size: '4GB',
});
await using database = openDatabase(server.address, logger);
await migrate(database);
await database.pool.query('SELECT make_day_partitions($1::date, $2::date)', [
  day(START - DAY_MS),
  day(END + DAY_MS),
]);
const clock = { now: () => END };
await using activity = createActivity({ pool: database.pool, bus: createBus(logger), logger });
if (process.argv[3] === undefined) await load();
const business = createBusiness({ pool: database.pool, clock, activity });
const query = { start_date: day(END - 30 * DAY_MS), end_date: day(END - DAY_MS) };

const times: number[] = [];
let dashboard = await business.dashboard(query);
for (let round = 0; round < ROUNDS; round++) {
  const before = performance.now();
  dashboard = await business.dashboard(query);
  times.push(performance.now() - before);
}
const before = performance.now();
const raw = await rawFigures();
const rawMs = performance.now() - before;

const ours: Record<string, unknown> = {
  ...dashboard.revenue_metrics,
  ...dashboard.user_metrics,
  ...dashboard.engagement_metrics,
};
const differing = Object.entries(raw).filter(
  ([name, value]) => Math.abs(Number(ours[name]) - value) > 1e-6 * Math.max(1, Math.abs(value)),
);
console.log(`${TOTAL / 1e6} M events in ${dataDir}, ${machine()}`);
console.log(
  `dashboard p50 ${median(times).toFixed(1)} ms, raw SQL ${(rawMs / 1_000).toFixed(2)} s, ratio 1/${Math.round(rawMs / median(times))}`,
);
console.log(
  differing.length === 0
    ? `${Object.keys(raw).length} figures identical`
    : `DIFFERING: ${JSON.stringify(differing)}`,
);

async function load(): Promise<void> {
  const startMs = performance.now();
  {
    await using writer = new BatchWriter(EVENTS, { address: server.address, clock, logger, lanes: 2 });
    const pending = new Set<Promise<unknown>>();
    for (let start = 0; start < TOTAL; start += 8_000) {
      const write = writer.write(
        Array.from({ length: Math.min(8_000, TOTAL - start) }, (_, offset) => makeRow(start + offset, TOTAL)),
      );
      pending.add(write);
      void write.finally(() => pending.delete(write));
      if (pending.size >= 4) await Promise.race(pending);
    }
    await Promise.all(pending);
  }
  const loadedMs = performance.now();
  while ((await activity.catchUp(60_000)) > 0);
  const derivedMs = performance.now();
  console.log(
    `loaded ${rate(loadedMs - startMs)} events/s, derived users, sets and sessions ${rate(derivedMs - loadedMs)} events/s`,
  );
  await database.pool.query('VACUUM ANALYZE');
}

function rate(ms: number): number {
  return Math.round((1_000 * TOTAL) / ms);
}

/** The same figures as anybody would ask the events for them. */
async function rawFigures(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<Record<string, string | number>>(
    `WITH seen AS (SELECT user_id, min(timestamp) AS first FROM analytics_events WHERE timestamp < $3 GROUP BY 1),
     current AS (SELECT DISTINCT user_id FROM analytics_events WHERE timestamp >= $2 AND timestamp < $3),
     previous AS (SELECT DISTINCT user_id FROM analytics_events WHERE timestamp >= $1 AND timestamp < $2),
     marked AS (
       SELECT user_id, timestamp, event_type, timestamp - lag(timestamp) OVER visits > interval '30 minutes' AS starts
       FROM analytics_events WHERE timestamp < $4 WINDOW visits AS (PARTITION BY user_id ORDER BY timestamp)
     ), numbered AS (
       SELECT *, count(*) FILTER (WHERE starts) OVER (PARTITION BY user_id ORDER BY timestamp ROWS UNBOUNDED PRECEDING) AS visit FROM marked
     ), sessions AS (
       SELECT min(timestamp) AS first, max(timestamp) AS last, count(*) FILTER (WHERE event_type = 'page_view') AS views,
         count(*) FILTER (WHERE event_type NOT IN ('page_view', 'heartbeat')) AS actions
       FROM numbered GROUP BY user_id, visit HAVING min(timestamp) >= $2 AND min(timestamp) < $3
     )
     SELECT
       (SELECT sum(amount_usd) FROM analytics_events WHERE timestamp >= $2 AND timestamp < $3) AS total_revenue,
       (SELECT sum(amount_usd) FROM analytics_events WHERE timestamp >= $1 AND timestamp < $2) AS previous_revenue,
       (SELECT count(DISTINCT user_id) FROM analytics_events WHERE amount_usd > 0 AND timestamp >= $2 AND timestamp < $3) AS paying_users,
       (SELECT count(*) FROM seen) AS total_users,
       (SELECT count(*) FROM seen WHERE first >= $2) AS new_users,
       (SELECT count(*) FROM current) AS active_users,
       (SELECT count(*) FROM previous) AS previous_active_users,
       (SELECT 100.0 * count(*) / (SELECT count(*) FROM previous) FROM previous JOIN current USING (user_id)) AS user_retention,
       (SELECT count(*) FROM analytics_events WHERE event_type = 'page_view' AND timestamp >= $2 AND timestamp < $3) AS page_views,
       (SELECT count(DISTINCT user_id) FROM analytics_events WHERE event_type = 'purchase' AND timestamp >= $2 AND timestamp < $3) AS converting_users,
       (SELECT count(*) FROM sessions) AS sessions,
       (SELECT avg(extract(epoch FROM last - first)) / 60 FROM sessions) AS session_duration,
       (SELECT 100.0 * count(*) FILTER (WHERE views = 1 AND actions = 0 AND last - first < interval '10 seconds')
         / nullif(count(*) FILTER (WHERE views > 0), 0) FROM sessions) AS bounce_rate`,
    [START, END - 30 * DAY_MS, END, END + DAY_MS].map((ms) => new Date(ms)),
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
