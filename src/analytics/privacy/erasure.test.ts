import { expect, it } from 'vitest';
import { createBus, createLogger } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createActivity } from '../activity/activity-worker.ts';
import { createBusiness } from '../business/business.ts';
import { createIngest } from '../ingest/ingest.ts';
import { eraseUser } from './erasure.ts';

const NOW = Date.UTC(2026, 3, 10, 12);
const clock = { now: () => NOW };
const logger = createLogger({ logLevel: 'error' });
const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };

function eventsOf(user: number) {
  return Array.from({ length: 60 }, (_, index) => ({
    event_type: ['page_view', 'click', 'purchase', 'refund', 'trade'][(index + user) % 5] ?? 'click',
    event_id: `${user}-${index}`,
    user_id: `user-${user}`,
    timestamp: new Date(NOW - ((index * 7_919 + user * 131) % 50_000) * 60_000).toISOString(),
    properties: { amount: user + index / 100 },
  }));
}

/** A database that these users' events were recorded in. */
async function recorded(users: readonly number[], afterDeriving: (typeof users)[number][] = []) {
  const database = await createTestDatabase();
  const bus = createBus(logger);
  const ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  const activity = createActivity({ pool: database.pool, bus, logger });
  for (const user of users) await ingest.events.record(eventsOf(user), facts);
  for (const user of users)
    await ingest.behavior.record(
      {
        user_id: `user-${user}`,
        session_id: 's',
        event_type: 'page_view',
        event_id: `b${user}`,
        timestamp: '2026-04-01T00:00:00Z',
      },
      facts,
    );
  await activity.catchUp();
  for (const user of afterDeriving)
    await ingest.events.record(
      {
        event_type: 'purchase',
        event_id: `late-${user}`,
        user_id: `user-${user}`,
        timestamp: '2026-04-02T03:04:05Z',
        properties: { amount: 7 },
      },
      facts,
    );
  const business = createBusiness({ pool: database.pool, clock, activity });
  return {
    database,
    business,
    activity,
    async [Symbol.asyncDispose]() {
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

it('leaves every figure as if the user had never been, even with events not derived yet', async () => {
  await using all = await recorded([1, 2, 3], [2]);
  await using others = await recorded([1, 3]);

  const erased = await eraseUser(all.database.pool, { userId: 'user-2', requestedBy: 'admin', nowMs: NOW });

  expect(erased).toMatchObject({ events: 61, behavior: 1, users: 1 });
  for (const time_zone of ['UTC', 'Asia/Kathmandu']) {
    const query = { time_zone, start_date: '2026-03-05', end_date: '2026-04-10' };
    expect((await all.business.users(query)).figures).toEqual((await others.business.users(query)).figures);
    expect((await all.business.revenue(query)).figures).toEqual(
      (await others.business.revenue(query)).figures,
    );
  }
  const view = 'SELECT * FROM bi_revenue_metrics ORDER BY day';
  expect((await all.database.pool.query(view)).rows).toEqual((await others.database.pool.query(view)).rows);
});

it('leaves no trace of the id but its hash, and erases nothing the second time', async () => {
  await using it = await recorded([1, 2]);
  const { pool } = it.database;
  const request = { userId: 'user-2', requestedBy: 'admin', nowMs: NOW };
  await eraseUser(pool, request);
  expect(await eraseUser(pool, request)).toEqual({
    events: 0,
    behavior: 0,
    sessions: 0,
    users: 0,
    clusters: 0,
  });

  const tables = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(`SELECT * FROM "${name}" AS it WHERE it::text LIKE '%user-2%'`);
    expect({ [name]: rows }).toEqual({ [name]: [] });
  }
  const { rows } = await pool.query<{ hash: string }>(
    `SELECT encode(subject_hash, 'hex') AS hash FROM analytics_erasures`,
  );
  expect(rows).toHaveLength(2);
});
