import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BehaviorWorld, createBehaviorWorld } from '../../../test/support/behavior-world.ts';
import { readPaths } from '../behavior/paths.ts';

let world: BehaviorWorld;
beforeAll(async () => {
  world = await createBehaviorWorld(2_000);
});
afterAll(() => world[Symbol.asyncDispose]());

it('packs days that were derived before there were journeys, and says meanwhile that they wait', async () => {
  const { pool } = world.database;
  const query = { start_date: '2026-02-10', end_date: '2026-04-10' };
  const before = await readPaths({ ...world, pool }, query);
  expect(before.paths.sessions).toBeGreaterThan(100);

  await pool.query(`TRUNCATE analytics_journeys, analytics_event_signatures`);
  await pool.query(
    `INSERT INTO analytics_journey_backlog
     SELECT day, count(*), (SELECT (last_value + 1) * 16384 FROM analytics_batch_seq) FROM (
       SELECT ("timestamp" AT TIME ZONE 'UTC')::date AS day FROM analytics_events
       UNION ALL SELECT ("timestamp" AT TIME ZONE 'UTC')::date FROM user_behavior
     ) AS rows GROUP BY day`,
  );
  expect(await world.activity.catchUp(0)).toBe(2_000);
  while ((await world.activity.catchUp()) > 0);

  expect(await readPaths({ ...world, pool }, query)).toEqual(before);
});
