import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBus, createLogger } from '#platform';
import { type BehaviorWorld, createBehaviorWorld } from '../../../test/support/behavior-world.ts';
import { readPaths } from '../behavior/paths.ts';
import { createIngest } from '../ingest/ingest.ts';

let world: BehaviorWorld;
beforeAll(async () => {
  world = await createBehaviorWorld(2_000);
});
afterAll(() => world[Symbol.asyncDispose]());

/** As the migration does that brought the backlog. */
async function forgetJourneys(): Promise<void> {
  const { pool } = world.database;
  await pool.query(`TRUNCATE analytics_journeys, analytics_event_signatures`);
  await pool.query(
    `INSERT INTO analytics_journey_backlog
     SELECT day, count(*), (SELECT (last_value + 1) * 16384 FROM analytics_batch_seq) FROM (
       SELECT ("timestamp" AT TIME ZONE 'UTC')::date AS day FROM analytics_events
       UNION ALL SELECT ("timestamp" AT TIME ZONE 'UTC')::date FROM user_behavior
     ) AS rows GROUP BY day`,
  );
}

it('packs days whose events were derived before, and says meanwhile that they wait', async () => {
  const { pool } = world.database;
  const query = { start_date: '2026-02-10', end_date: '2026-04-10' };
  const before = await readPaths({ ...world, pool }, query);
  expect(before.paths.sessions).toBeGreaterThan(100);

  await forgetJourneys();
  expect(await world.activity.catchUp(0)).toBe(2_000);
  while ((await world.activity.catchUp()) > 0);

  expect(await readPaths({ ...world, pool }, query)).toEqual(before);
});

it('counts what was queued already when its day joined the backlog once', async () => {
  const { clock, database } = world;
  const logger = createLogger({ logLevel: 'error' });
  await using ingest = createIngest({ database, clock, logger, bus: createBus(logger), retentionDays: 90 });
  const timestamp = new Date(clock.now()).toISOString();
  const events = Array.from({ length: 30 }, (_, place) => ({
    event_id: `queued ${place}`,
    event_type: 'queued',
    timestamp,
    user_id: 'user-1',
  }));
  const nowMs = clock.now();
  const facts = { nowMs, defaultMs: nowMs, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  await ingest.events.record(events, facts);
  await forgetJourneys();
  while ((await world.activity.catchUp()) > 0);

  const { rows } = await database.pool.query(
    `SELECT event_type = 'queued' AS queued, sum(events)::int AS events FROM analytics_event_signatures
     GROUP BY 1 ORDER BY 1`,
  );
  expect(rows).toEqual([
    { queued: false, events: 2_000 },
    { queued: true, events: 30 },
  ]);
});
