import { expect, it } from 'vitest';
import { createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createActivity } from '../activity/activity-worker.ts';
import { createIngest } from '../ingest/ingest.ts';
import { giveWay, giveWayToReal } from './give-way.ts';

const NOW = Date.UTC(2026, 3, 10, 12);
const clock = { now: () => NOW };
const logger = createLogger({ logLevel: 'error' });
const REAL = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
const DEMO = { ...REAL, simulated: true };

const atMinute = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

/** Visits of a user, some of them on the same days and in the same minutes as others'. */
function visits(user: string, prefix: string) {
  return Array.from({ length: 40 }, (_, index) => ({
    event_type: ['page_view', 'click', 'purchase', 'refund', 'trade'][index % 5] ?? 'click',
    event_id: `${prefix}-${user}-${index}`,
    user_id: user,
    session_id: `${prefix}-${user}`,
    timestamp: atMinute((index * 37) % 700),
    properties: { amount: index + 0.25 },
  }));
}

function reads(user: string, prefix: string) {
  return {
    event_type: 'read',
    event_id: `${prefix}-${user}-read`,
    user_id: user,
    session_id: `${prefix}-${user}`,
    timestamp: atMinute(90),
  };
}

function machine(prefix: string, value: number) {
  return [1, 20, 4_000].map((minutes) => ({
    name: 'cpu_usage',
    value: value + minutes / 1_000,
    metric_id: `${prefix}-cpu-${minutes}`,
    timestamp: atMinute(minutes),
  }));
}

/** Real users, one of whom bears a made-up one's name, beside the demo or without it. */
async function world(options: { demo: boolean }) {
  const database = await createTestDatabase();
  const bus = createBus(logger);
  const ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  const activity = createActivity({ pool: database.pool, bus, logger });
  if (options.demo) {
    for (const user of ['demo-1', 'demo-2']) {
      await ingest.events.record(visits(user, 'demo'), DEMO);
      await ingest.behavior.record(reads(user, 'demo'), DEMO);
    }
    await ingest.metrics.record(machine('demo', 90), DEMO);
    await activity.catchUp();
  }
  const recordReal = async () => {
    for (const user of ['ann', 'demo-2']) {
      await ingest.events.record(visits(user, 'real').slice(0, 25), REAL);
      await ingest.behavior.record(reads(user, 'real'), REAL);
    }
    await ingest.metrics.record(machine('real', 10), REAL);
    await activity.catchUp();
    // These are not derived yet when the demo goes.
    await ingest.events.record(visits('ann', 'real').slice(25), REAL);
    await ingest.events.record(visits('demo-2', 'real').slice(25), REAL);
  };
  return {
    database,
    bus,
    recordReal,
    activity,
    deps: { pool: database.pool, clock, bus, logger },
    async [Symbol.asyncDispose]() {
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const FIGURES = [
  `SELECT event_id FROM analytics_events ORDER BY 1`,
  `SELECT event_type, bucket, sum(events)::int AS events, sum(behaviors)::int AS behaviors, sum(amount_usd)::float AS usd
   FROM analytics_event_rollup_15m GROUP BY 1, 2 HAVING sum(events) + sum(behaviors) <> 0 ORDER BY 1, 2`,
  `SELECT event_type, bucket, sum(events)::int AS events FROM analytics_event_rollup_1m
   GROUP BY 1, 2 HAVING sum(events) <> 0 ORDER BY 1, 2`,
  `SELECT bucket, sum(samples)::int AS samples, sum(total) AS total, min(minimum) AS minimum, max(maximum) AS maximum,
     max(last_value) AS last FROM analytics_metric_rollup_15m GROUP BY 1 ORDER BY 1`,
  `SELECT bucket, sum(samples)::int AS samples, max(last_value) AS last FROM analytics_metric_rollup_1m GROUP BY 1 ORDER BY 1`,
  `SELECT user_id, first_seen FROM analytics_users ORDER BY 1`,
  `SELECT actor, started_at, last_at, events, page_views, interactions FROM analytics_sessions ORDER BY 1, 2`,
  `SELECT bucket, new_users::int, sessions::int, session_ms::int, viewing_sessions::int, bounces::int
   FROM analytics_activity_15m WHERE new_users <> 0 OR sessions <> 0 ORDER BY 1`,
  `SELECT kind, grain, bucket, users FROM analytics_user_bitmaps WHERE users > 0 ORDER BY 1, 2, 3`,
  `SELECT event_type, page, feature, level, initiated, events::int FROM analytics_event_signatures ORDER BY 1, 2`,
  `SELECT * FROM bi_revenue_metrics ORDER BY day`,
];

async function figures({ pool }: Database) {
  const all = [];
  for (const sql of FIGURES) all.push((await pool.query<Record<string, unknown>>(sql)).rows);
  return all;
}

it('removes the demo as if it had never been, and nothing of what is real', async () => {
  await using beside = await world({ demo: true });
  await using alone = await world({ demo: false });
  expect(await giveWay(beside.deps)).toBe(0);
  await beside.recordReal();
  await alone.recordReal();

  expect(await giveWay(beside.deps)).toBe(2 * 40 + 2 + 3);
  expect(await giveWay(beside.deps)).toBe(0);
  await Promise.all([beside.activity.catchUp(), alone.activity.catchUp()]);

  expect(await figures(beside.database)).toEqual(await figures(alone.database));
});

it('goes by itself when the first real event is committed', async () => {
  await using it = await world({ demo: true });
  await using jobs = new AsyncDisposableStack();
  jobs.use(giveWayToReal(it.deps));
  const left = async () =>
    (await it.database.pool.query('SELECT FROM analytics_events WHERE simulated')).rowCount;
  expect(await left()).toBe(80);
  await it.recordReal();
  await expect.poll(left, { timeout: 5_000 }).toBe(0);
});
