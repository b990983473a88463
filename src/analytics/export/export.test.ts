import { expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest } from '../ingest/ingest.ts';
import { exportRoutes } from './routes.ts';

const logger = createLogger({ logLevel: 'error' });
const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };

it('gives rows back as NDJSON and CSV, whole and in order', async () => {
  await using database = await createTestDatabase();
  await using ingest = createIngest({
    database,
    clock: systemClock,
    logger,
    bus: createBus(logger),
    retentionDays: 90,
  });
  const routes = exportRoutes({ pool: database.pool, clock: systemClock });
  const server = await createHttpServer({ logger, guard: () => principal, routes });
  const get = (path: string) => server.inject({ method: 'GET', url: path });
  const nowMs = Date.now();
  const note = 'tab\t, "quote", back\\slash, new\nline, \u0001 and 🚀';
  const events = Array.from({ length: 300 }, (_, index) => ({
    event_type: 'purchase',
    event_id: `e${index}`,
    user_id: index % 3 === 0 ? 'ann' : "o'hara",
    timestamp: new Date(nowMs - index * 1_000).toISOString(),
    properties: { amount: index, note },
  }));
  await ingest.events.record(events, {
    nowMs,
    defaultMs: nowMs,
    oldestMs: 0,
    sender: 't',
    idempotencyKey: undefined,
  });

  const lines = (await get('/analytics/export/events')).body.trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as (typeof events)[number]);
  const mine = await get(`/analytics/export/events?user_id=${encodeURIComponent("o'hara")}&format=ndjson`);
  const csv = (await get('/analytics/export/events?format=csv')).body;
  const none = await get('/analytics/export/metrics');

  expect(rows.map(({ event_id, timestamp, properties }) => ({ event_id, timestamp, properties }))).toEqual(
    events.toReversed().map(({ event_id, timestamp, properties }) => ({ event_id, timestamp, properties })),
  );
  expect(mine.body.trimEnd().split('\n')).toHaveLength(200);
  expect(csv.split('\n')[0]).toBe(
    'event_id,timestamp,event_type,user_id,session_id,amount_usd,properties,context,simulated',
  );
  expect([none.statusCode, none.body]).toEqual([200, '']);
  const bad = await Promise.all(
    [
      '/analytics/export/secrets',
      '/analytics/export/events?format=xml',
      '/analytics/export/events?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
      '/analytics/export/metrics?user_id=ann',
    ].map(get),
  );
  expect(bad.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422, 422]);
  await server.close();
});
