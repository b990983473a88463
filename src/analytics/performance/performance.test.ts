import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger, createMemoryCache, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { type AnalyticsRoom, createAnalyticsRoom } from '../analytics-room.ts';
import { createRequestMeter, percentileOf } from './request-meter.ts';
import { SystemProbe, sumNetworkBytes } from './system-probe.ts';

describe('request meter', () => {
  it('adds up by route and starts anew when it is read', () => {
    const meter = createRequestMeter();
    const observe = (status: number, seconds: number) =>
      meter.observe({ method: 'GET', route: '/a/:id', status, seconds, bytes: 100 });
    observe(200, 0.004);
    observe(503, 0.25);
    observe(404, 30);
    const [sums] = meter.take();
    expect(sums).toMatchObject({ count: 3, errors: 1, totalMs: 30_254, maxMs: 30_000, bytes: 300 });
    expect(sums?.histogram.reduce((total, count) => total + count, 0)).toBe(3);
    expect(meter.take()).toEqual([]);
  });

  it('reads percentiles off the histogram', () => {
    const histogram = [0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(percentileOf(histogram, 0.5, 5)).toBeCloseTo(3.5);
    expect(percentileOf(histogram, 1, 4)).toBe(4);
    expect(percentileOf([0, 0], 0.5, 0)).toBeNull();
  });
});

describe('system probe', () => {
  it('measures this machine, rates from the second reading on', async () => {
    using probe = new SystemProbe('.');
    const first = await probe.sample();
    const until = performance.now() + 120;
    while (performance.now() < until);
    const second = await probe.sample();
    expect(first.cpu_usage).toBeUndefined();
    expect(second.cpu_usage).toBeGreaterThan(0);
    expect(second.cpu_usage).toBeLessThanOrEqual(100);
    for (const share of [second.memory_usage, second.disk_usage]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(100);
    }
  });

  it('adds interfaces but loopback', () => {
    const text =
      'Inter-|\n face |\n    lo: 9 1 0 0 0 0 0 0 9 1\n  eth0: 100 1 0 0 0 0 0 0 50 1 0\n  eth1:7 1 0 0 0 0 0 0 3 0\n';
    expect(sumNetworkBytes(text)).toBe(160);
  });
});

describe('performance', () => {
  const logger = createLogger({ logLevel: 'error' });
  const clock = { now: () => Date.now() };
  let database: Database;
  let room: AnalyticsRoom;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  const bus = createBus(logger);

  beforeAll(async () => {
    database = await createTestDatabase();
    room = createAnalyticsRoom({
      config: { dataDir: '.', aws: undefined, allowPrivateWebhooks: false },
      cache: createMemoryCache(),
      clock,
      bus,
      database,
      logger,
      dashboards: [],
      sessionChanges: async () => new Map(),
    });
    const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };
    server = await createHttpServer({
      logger,
      guard: () => principal,
      routes: room.routes,
      observe: (observation) => room.observeRequest(observation),
    });
  });

  afterAll(async () => {
    await server.close();
    await room[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const get = async (path: string) => {
    const reply = await server.inject({ method: 'GET', url: path });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<Record<string, object>>();
  };

  it('gives null with a reason before the first sample', async () => {
    const { system_performance: system } = await get('/analytics/performance/system');
    expect(system).toMatchObject({ cpu_usage: null, series: { cpu_usage: [] } });
    expect(system).toHaveProperty('reasons.cpu_usage', expect.stringContaining('has stored a sample'));
  });

  it('says why each figure of the database is null, as it is', async () => {
    const { reasons, database: figures } = (await get('/performance/metrics/database')) as {
      reasons: Record<string, string>;
      database: { query_performance: object };
    };
    const flat = { ...figures, ...figures.query_performance };
    const missing = Object.entries(flat).flatMap(([name, value]) => (value === null ? name : []));
    for (const name of missing) expect(reasons, name).toHaveProperty(name);
    expect(reasons.replication_lag).toBe('no replica follows this database');
    expect(reasons.cache_hit_rate).toContain('nothing was asked of the cache');

    await database.pool.query(
      `CREATE FUNCTION aurora_replica_status() RETURNS TABLE (session_id text, replica_lag_in_msec double precision)
       LANGUAGE sql AS $$ VALUES ('MASTER_SESSION_ID', NULL), ('a', 12), ('b', 40) $$`,
    );
    expect(await get('/performance/metrics/database')).toMatchObject({ database: { replication_lag: 0.04 } });
    await database.pool.query('DROP FUNCTION aurora_replica_status()');
  });

  it('shows its own requests, machine and database once it is sampled', async () => {
    const jobs = room.startJobs();
    for (let n = 0; n < 20; n++) await get('/analytics/dashboards');
    await server.inject({ method: 'GET', url: '/analytics/bi/users?time_zone=Nowhere' });
    const request = {
      requestId: 'r',
      endedAtMs: Date.now(),
      requestType: 'general_chat',
      model: 'gpt',
      outcome: 'failure' as const,
      costUsd: 0.25,
      latencyMs: 120,
      inputTokens: 1,
      outputTokens: 1,
      simulated: false,
    };
    bus.publish('ai.requests.completed', { requests: [request] });
    const sampling = room.startSampling();
    await expect
      .poll(async () => (await get('/analytics/performance/system')).system_performance, { timeout: 10_000 })
      .toMatchObject({ cpu_usage: expect.any(Number) as number });

    await database.pool.query(
      `UPDATE analytics_metrics SET name = 'gone' WHERE name IN ('response_time', 'network_usage')`,
    );
    expect((await get('/analytics/performance/api')).api_performance).toHaveProperty(
      'reasons.response_time',
      'no request was answered in the last minute',
    );
    expect((await get('/analytics/performance/system')).system_performance).toHaveProperty(
      'reasons.network_usage',
      expect.stringContaining('operating system'),
    );
    const { api_performance: api } = await get('/analytics/performance/api?hours=1');
    expect(api).toMatchObject({ error_rate: 0, request_rate: expect.any(Number) as number });
    expect((api as { routes: { route: string }[] }).routes).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/analytics/dashboards', requests: 20, errors: 0 }),
    );
    const { data } = await get('/analytics/dashboards/performance');
    expect(data).toMatchObject({
      system_metrics: { memory_usage: expect.any(Number) as number },
      infrastructure_metrics: { ecs_tasks: null },
      ai_metrics: { requests: 1, failures: 1, cost_usd: 0.25, average_latency_ms: 120 },
      reasons: { ecs_tasks: expect.stringContaining('AWS') as string },
      meta: { simulated: false },
    });
    const { metrics } = await get('/analytics/metrics/realtime?metrics=cpu_usage&metrics=nothing');
    expect(Object.keys(metrics ?? {})).toEqual(['cpu_usage']);
    expect(await get('/analytics/metrics/realtime')).toMatchObject({ count: expect.any(Number) as number });
    expect(await get('/analytics/metrics/summary')).toMatchObject({
      summary: { total_events: 0, dashboards: 3 },
    });
    for (const path of ['', '/cache', '/cdn', '/database']) await get(`/performance/metrics${path}`);
    await sampling[Symbol.asyncDispose]();
    await jobs[Symbol.asyncDispose]();
  });
});
