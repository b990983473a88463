import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBus, createLogger } from '#platform';
import { type BehaviorWorld, createBehaviorWorld, NOW } from '../../../test/support/behavior-world.ts';
import { createIngest } from '../ingest/ingest.ts';
import { readFunnel } from './funnel.ts';

/** Values that look alike, and some that nobody can ask for. */
const VALUES = [
  '25',
  25,
  25.5,
  -0,
  0,
  '0',
  1e21,
  0.1 + 0.2,
  true,
  'true',
  false,
  'false',
  null,
  'null',
  '',
  ' charts',
  'charts',
  '"charts"',
  '{"a":1}',
  'Zürich 🚀',
  '\t',
  [25],
  ['charts'],
  { charts: true },
];
const NAMES = ['feature', 'page', 'plan', 'visit', '0', 'constructor', 'a "quoted" name', ' ', 'ünïcödé 🚀'];
const asked = VALUES.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)) as (
  | string
  | number
  | boolean
)[];

let world: BehaviorWorld;
beforeAll(async () => {
  world = await createBehaviorWorld(200);
  const { database, clock } = world;
  const logger = createLogger({ logLevel: 'error' });
  await using ingest = createIngest({ database, clock, logger, bus: createBus(logger), retentionDays: 90 });
  const items = NAMES.flatMap((name, turn) =>
    VALUES.map((value, place) => ({
      event_id: `${turn} ${place}`,
      // Some in the same millisecond.
      timestamp: new Date(NOW - 3_600_000 - (place % 5)).toISOString(),
      event_type: 'probed',
      user_id: `user-${place}-${turn % 3}`,
      session_id: 's',
      properties: { [name]: value, other: place },
    })),
  );
  const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  await ingest.events.record(
    items.filter((_, place) => place % 2 === 0),
    facts,
  );
  await ingest.behavior.record(
    items.filter((_, place) => place % 2 === 1).map((item) => ({ ...item, page: '/probe' })),
    facts,
  );
  while ((await world.activity.catchUp()) > 0);
});
afterAll(() => world[Symbol.asyncDispose]());

it.each(NAMES)('a step by the property %o counts whose rows have just that value', async (name) => {
  const { pool } = world.database;
  const counts: number[] = [];
  for (const equals of asked) {
    const step = { event_type: 'probed', property: { name, equals } };
    const { funnel } = await readFunnel({ ...world, pool }, { steps: [step, step] });
    const { rows } = await pool.query<{ users: number }>(
      `SELECT count(DISTINCT user_id)::int AS users FROM (
         SELECT user_id, event_type, properties FROM analytics_events
         UNION ALL SELECT user_id, event_type, properties FROM user_behavior
       ) AS rows WHERE event_type = 'probed' AND properties @> $1`,
      [{ [name]: equals }],
    );
    expect([equals, funnel.steps[0]?.users]).toEqual([equals, rows[0]?.users]);
    counts.push(rows[0]?.users ?? 0);
  }
  expect(counts.every((users) => users > 0)).toBe(true);
});
