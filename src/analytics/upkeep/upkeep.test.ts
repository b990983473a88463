import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createBus, createIdempotencyStore, createLogger } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createActivity } from '../activity/activity-worker.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createRetentionStore } from './retention-store.ts';
import { runUpkeep } from './upkeep.ts';

/** Of the alerts below: what fires, and what was over or acknowledged too short a time ago. */
const LEFT = ['unseen', 'acknowledged of late', 'resolved of late', 'firing', 'firing unseen'];

it('makes days ahead, drops what is past its retention, and does nothing the second time', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const nowMs = Date.UTC(2026, 5, 30, 12);
  const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000);
  await pool.query(`SELECT make_day_partitions('2026-03-01', '2026-06-30')`);
  for (const days of [100, 91, 90, 1])
    await pool.query(`INSERT INTO analytics_events (event_type, timestamp) VALUES ('x', $1)`, [
      daysAgo(days),
    ]);
  await pool.query(`INSERT INTO market_data (symbol, price, timestamp) VALUES ('X', 1, $1)`, [daysAgo(400)]);
  await pool.query(
    `INSERT INTO anomalies (anomaly_type, anomaly_score, threshold, timestamp, detected_at)
     VALUES ('spike', 1, 0.1, now(), $1), ('spike', 1, 0.1, now(), $2)`,
    [daysAgo(31), daysAgo(29)],
  );
  await pool.query(
    `INSERT INTO analytics_alerts (alert_type, severity, title, message, is_acknowledged, acknowledged_at, resolved_at)
     VALUES ('a', 'info', 'over', 'm', true, $1, $1), ('a', 'info', 'unseen', 'm', false, NULL, $1),
       ('a', 'info', 'long over', 'm', false, NULL, $3), ('a', 'info', 'acknowledged of late', 'm', true, $2, $1),
       ('a', 'info', 'resolved of late', 'm', true, $1, $2), ('a', 'info', 'firing', 'm', true, $3, NULL),
       ('a', 'info', 'firing unseen', 'm', false, NULL, NULL)`,
    [daysAgo(31), daysAgo(29), daysAgo(91)],
  );
  await pool.query(`UPDATE analytics_alerts SET "timestamp" = $1`, [daysAgo(400)]);
  await pool.query(
    `INSERT INTO cluster_analysis (n_clusters, total_users, cluster_analysis, created_at)
     VALUES (2, 1, '{}', $1), (2, 1, '{}', $2)`,
    [daysAgo(31), daysAgo(29)],
  );
  await pool.query(
    `INSERT INTO user_clusters (analysis_id, user_id, cluster) SELECT id, 'ada', 0 FROM cluster_analysis`,
  );
  const clock = { now: () => nowMs };
  const deps = {
    clock,
    retention: createRetentionStore(pool),
    idempotency: createIdempotencyStore(pool, clock),
    retentionDays: 90,
  };

  const first = await runUpkeep(deps);
  const second = await runUpkeep(deps);

  expect(first).toMatchObject({
    partitions_made: 7 * 4,
    anomalies: 1,
    cluster_analysis: 1,
    analytics_alerts: 2,
  });
  expect(Object.values(second).every((count) => count === 0)).toBe(true);
  const left = await pool.query<{ days: number }>(
    `SELECT ($1::date - timestamp::date) AS days FROM analytics_events ORDER BY 1`,
    [new Date(nowMs)],
  );
  expect(left.rows.map(({ days }) => days)).toEqual([1, 90]);
  const counts = await pool.query(
    `SELECT (SELECT count(*)::int FROM market_data) AS quotes, (SELECT count(*)::int FROM user_clusters) AS clusters,
       (SELECT array_agg(title ORDER BY id) FROM analytics_alerts) AS alerts`,
  );
  expect(counts.rows).toEqual([{ quotes: 0, clusters: 1, alerts: LEFT }]);
});

it('makes each partition once, however many processes ask at the same time', async () => {
  await using database = await createTestDatabase();
  const store = createRetentionStore(database.pool);
  const made = await Promise.all(
    Array.from({ length: 4 }, () => store.makePartitions('2026-01-01', '2026-01-03')),
  );
  expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 12]);
});

it('moves rows that waited in DEFAULT into their day', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  await pool.query(
    `INSERT INTO analytics_events (event_id, event_type, timestamp) VALUES ('e', 'x', '2026-01-02T10:00:00Z')`,
  );
  await createRetentionStore(pool).makePartitions('2026-01-02', '2026-01-02');
  const { rows } = await pool.query(
    'SELECT event_id, tableoid::regclass::text AS place FROM analytics_events',
  );
  expect(rows).toEqual([{ event_id: 'e', place: 'analytics_events_20260102' }]);
});

it('loses no event to whoever derives while rows move into their day', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const nowMs = Date.UTC(2026, 0, 2, 10);
  const logger = createLogger({ logLevel: 'error' });
  const bus = createBus(logger);
  const clock = { now: () => nowMs };
  await using ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  await using activity = createActivity({ pool, bus, logger });
  const facts = { nowMs, defaultMs: nowMs, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  await ingest.events.record([{ event_type: 'click', user_id: 'ada' }], facts);
  const untilWaiting = async (count: number) => {
    const waiting = async () =>
      (
        await pool.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        )
      ).rowCount ?? 0;
    while ((await waiting()) < count) await sleep(10);
  };

  // The move has its rows and waits for the last table; meanwhile somebody derives.
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('LOCK TABLE market_data IN SHARE UPDATE EXCLUSIVE MODE');
  const moving = createRetentionStore(pool).makePartitions('2026-01-02', '2026-01-02');
  await untilWaiting(1);
  const deriving = activity.catchUp();
  await untilWaiting(2);
  await other.query('COMMIT');
  other.release();
  await Promise.all([moving, deriving]);

  expect((await pool.query('SELECT actor, events FROM analytics_sessions')).rows).toEqual([
    { actor: 'ada', events: 1 },
  ]);
});
