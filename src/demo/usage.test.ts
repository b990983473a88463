import { describe, expect, it } from 'vitest';
import { createAnalyticsRoom } from '#analytics';
import { createBus, createHttpServer, createLogger, createMemoryCache } from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { loadDemoUsage } from './load-usage.ts';
import { makeUsage } from './usage.ts';

const TODAY = Date.UTC(2026, 5, 15);

describe('demo usage', () => {
  it('is the same for the same day, in the past, and of believable size', () => {
    const usage = makeUsage(TODAY);
    expect(usage).toEqual(makeUsage(TODAY));
    expect(usage.events.length).toBeGreaterThan(15_000);
    expect(usage.events.length).toBeLessThan(60_000);
    const ids = new Set(usage.events.map(({ event_id, timestamp }) => `${event_id} ${timestamp}`));
    expect(ids.size).toBe(usage.events.length);
    for (const { timestamp } of usage.events)
      expect(Date.parse(String(timestamp))).toBeLessThan(TODAY + 7_200_000);
  });

  it('fills every panel of the business dashboard, labelled, once', async () => {
    await using database = await createTestDatabase();
    const logger = createLogger({ logLevel: 'error' });
    const clock = { now: () => TODAY + 12 * 3_600_000 };
    const bus = createBus(logger);
    const config = { dataDir: '.', aws: undefined, allowPrivateWebhooks: false };
    await using room = createAnalyticsRoom({
      config,
      cache: createMemoryCache(),
      clock,
      bus,
      database,
      logger,
      dashboards: [],
      sessionChanges: async () => new Map(),
    });
    const load = () => loadDemoUsage({ database, clock, logger, ingest: room.ingest });

    expect(await load()).toBeGreaterThan(15_000);
    expect(await load()).toBe(0);

    const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };
    const server = await createHttpServer({ logger, guard: () => principal, routes: room.routes });
    const reply = await server.inject({ method: 'GET', url: '/analytics/dashboards/business_intelligence' });
    const { data } = reply.json<{ data: Record<string, Record<string, unknown>> }>();
    const empty = Object.entries(data).flatMap(([panel, figures]) =>
      Object.entries(figures)
        .filter(([, value]) => value === null || value === 0)
        .map(([name]) => `${panel}.${name}`),
    );
    expect(empty).toEqual([]);
    expect(data.meta).toMatchObject({ simulated: true, stale: false });
    expect(Number(data.revenue_metrics?.revenue_growth)).toBeGreaterThan(0);
    await server.close();
  });
});
