import { expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger, createMemoryCache, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createAnalyticsRoom } from '../analytics-room.ts';

it('saves views for each key, replaces the default, and computes the dashboard by a view', async () => {
  await using database = await createTestDatabase();
  const logger = createLogger({ logLevel: 'error' });
  await using room = createAnalyticsRoom({
    config: { dataDir: '.', aws: undefined, allowPrivateWebhooks: false },
    cache: createMemoryCache(),
    clock: systemClock,
    bus: createBus(logger),
    database,
    logger,
    dashboards: [],
    sessionChanges: async () => new Map(),
  });
  const server = await createHttpServer({
    logger,
    guard: ({ headers }) => ({
      id: String(headers['x-key']),
      name: 'test',
      scopes: new Set(['admin'] as const),
    }),
    routes: room.routes,
  });
  const call = async (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object, key = 'ann') => {
    const url = `/analytics/dashboards/business_intelligence${path}`;
    const reply = await server.inject({
      method,
      url,
      headers: { 'x-key': key },
      ...(body && { payload: body }),
    });
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
  };

  const config = { time_zone: 'Asia/Kathmandu', days: 7, goal: 'user_login' };
  expect(await call('PUT', '/views/week', { config, is_default: true })).toMatchObject({ status: 200 });
  await call('PUT', '/views/other', { config: {}, is_default: true });

  expect((await call('GET', '/views')).body).toMatchObject({
    count: 2,
    views: [
      { name: 'other', is_default: true },
      { name: 'week', is_default: false, config },
    ],
  });
  expect((await call('GET', '/views', undefined, 'bob')).body).toMatchObject({ count: 0 });
  expect((await call('GET', '?view=week')).body).toMatchObject({
    data: { period: { days: 7, time_zone: 'Asia/Kathmandu' }, engagement_metrics: { goal: 'user_login' } },
  });
  expect((await call('GET', '')).body).toMatchObject({ data: { period: { days: 30, time_zone: 'UTC' } } });
  expect(await call('GET', '?view=week', undefined, 'bob')).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  });
  expect(await call('PUT', '/views/bad', { config: { days: 0 } })).toMatchObject({ status: 422 });
  expect((await call('DELETE', '/views/week')).body).toMatchObject({ deleted: true });
  expect((await call('DELETE', '/views/week')).body).toMatchObject({ deleted: false });
  await server.close();
});
