import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert } from '#contracts/alerts';
import { createBus, createHttpServer, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { startReceiver } from '../../../test/support/webhook-receiver.ts';
import { createIngest, type Ingest } from '../ingest/ingest.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { startDeliverer } from './webhooks/deliver.ts';
import { createDeliveryStore } from './webhooks/delivery-store.ts';
import { createSender } from './webhooks/send.ts';

const logger = createLogger({ logLevel: 'silent' });
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-25T12:00:00Z');

describe('alerts', () => {
  let database: Database;
  let alerts: Alerts;
  let ingest: Ingest;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let nowMs = START;
  let changes: [symbol: string, changePercent: number, simulated?: boolean, daysAgo?: number][] = [];
  const bus = createBus(logger);
  const clock = { now: () => nowMs };
  const deps = () => ({
    database,
    bus,
    clock,
    logger,
    allowPrivateWebhooks: true,
    sessionChanges: async () =>
      new Map(
        changes.map(([symbol, changePercent, simulated = false, daysAgo = 0]) => [
          symbol,
          { day: Math.floor(nowMs / DAY_MS) - daysAgo, changePercent, simulated },
        ]),
      ),
  });

  beforeEach(async () => {
    nowMs = START;
    changes = [];
    database = await createTestDatabase();
    await database.pool.query('DELETE FROM alert_rules');
    alerts = createAlerts(deps());
    ingest = createIngest({ ...deps(), retentionDays: 90 });
    const principal = { id: 'test', name: 'Ada', scopes: new Set(['admin'] as const) };
    server = await createHttpServer({ logger, guard: () => principal, routes: alerts.routes });
  });
  afterEach(async () => {
    await server.close();
    await alerts[Symbol.asyncDispose]();
    await ingest[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
    const url = `/analytics/alerts${path}`;
    const response = await server.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
    return { status: response.statusCode, body: response.json() };
  }
  async function rule(condition: object, more: object = {}): Promise<number> {
    const { status, body } = await call('POST', '/rules', {
      name: JSON.stringify(condition).slice(0, 120),
      severity: 'warning',
      clear_seconds: 0,
      condition,
      ...more,
    });
    expect(body.errors).toBeUndefined();
    expect(status).toBe(201);
    return body.rule.id;
  }
  async function record(name: string, ...values: number[]): Promise<void> {
    const rows = values.map((value) => {
      nowMs += 1;
      const common = { at: nowMs, metricType: 'gauge', labels: '{}', metadata: null, simulated: false };
      return { id: randomUUID(), name, value, ...common };
    });
    await ingest.writeMetrics(rows);
  }
  const list = async (): Promise<Alert[]> => (await call('GET', '')).body.recent_alerts;
  const statuses = async () => (await list()).map(({ status, subject }) => `${subject}${status}`);
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

  it('fire at once when a value crosses, also one that comes back in the same batch, and end after it', async () => {
    await record('cpu_usage', 10);
    const cpu = { kind: 'threshold', metric: 'cpu_usage', comparison: 'above', threshold: 80 };
    await rule(cpu);
    await using _ = alerts.start();
    await record('cpu_usage', 50, 95, 50);
    const committedMs = performance.now();
    await eventually(async () => expect(await list()).toHaveLength(1));
    expect(performance.now() - committedMs).toBeLessThan(1_000);
    expect((await list())[0]).toMatchObject({
      status: 'firing',
      actual_value: 95,
      threshold_value: 80,
      message: 'cpu_usage over 60 s is 95, above 80.',
    });
    nowMs += 61_000;
    await record('cpu_usage', 20);
    await eventually(async () => expect(await statuses()).toEqual(['resolved']));
    const { rows } = await database.pool.query(
      `SELECT frame -> 'data' ->> 'transition' AS transition FROM channel_frames WHERE path = '/analytics/alerts' ORDER BY "offset"`,
    );
    expect(rows.map(({ transition }) => transition)).toEqual(['fired', 'resolved']);
  });

  it('fire also on the value of a clock that is ahead, and on a mean that old values leave', async () => {
    await record('load', 10);
    const load = { kind: 'threshold', metric: 'load', comparison: 'above', threshold: 80 };
    await rule({ ...load, window_seconds: 5 });
    await rule({ ...load, aggregate: 'mean', window_seconds: 300 });
    await using _ = alerts.start();
    nowMs += 250_000;
    await record('load', 20);
    await eventually(async () => expect(await list()).toEqual([]));
    nowMs += 100_000;
    await record('load', 99);
    nowMs -= 99_000;
    await eventually(async () => expect(await list()).toHaveLength(1));
    nowMs += 350_000;
    await eventually(async () =>
      expect((await list())[0]?.message).toContain('mean of load over 300 s is 99'),
    );
  });

  it('do not flap on a noisy series', async () => {
    await record('noise', 0);
    await rule(
      { kind: 'threshold', metric: 'noise', comparison: 'above', threshold: 100, window_seconds: 1 },
      { clear_seconds: 60 },
    );
    await using _ = alerts.start();
    for (let turn = 0; turn < 60; turn += 1) {
      nowMs += 1_000;
      await record('noise', 100 + 30 * Math.sin(turn * 2.4));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await eventually(async () => expect(await statuses()).toEqual(['firing']));
  });

  it('of the market are one for each symbol, and end with the change', async () => {
    await rule({ kind: 'market_change', direction: 'fall', percent: 10 });
    await rule({ kind: 'market_change', percent: 99, symbols: ['DDD', 'ddd'] });
    await using _ = alerts.start();
    changes = [
      ['AAA', -12],
      ['BBB', -9, true],
      ['CCC', 30, true],
      ['DDD', 100],
    ];
    bus.publish('market.universe.refreshed', { symbols: [] });
    await eventually(async () => expect((await statuses()).sort()).toEqual(['AAAfiring', 'DDDfiring']));
    changes = [['BBB', -20, true]];
    bus.publish('market.universe.refreshed', { symbols: [] });
    await eventually(async () =>
      expect((await statuses()).sort()).toEqual(['AAAresolved', 'BBBfiring', 'DDDresolved']),
    );
    expect((await list())[0]).toMatchObject({ simulated: true, message: 'BBB fell by 20 %.' });
    changes = Array.from({ length: 500 }, (_, at) => [`S${at}`, -11, true]);
    bus.publish('market.universe.refreshed', { symbols: [] });
    await eventually(async () => expect((await call('GET', '')).body.active_alerts).toBe(500));
  });

  it('are of what is current alone: late sessions and anomalies fire, old ones do not, nor last', async () => {
    await rule({ kind: 'market_change', percent: 10 });
    await rule({ kind: 'anomaly' });
    await using _ = alerts.start();
    changes = [
      ['LATE', 20, false, 4],
      ['OLD', 20, false, 5],
    ];
    const anomaly = { anomalyId: 1, detector: 'test', score: 1, threshold: 0.4, reason: 'x', value: 7 };
    const found = (name: string, source: 'market' | 'metric', ageMs: number) =>
      bus.publish('anomaly.detected', {
        ...anomaly,
        name,
        source,
        at: new Date(nowMs - ageMs).toISOString(),
        simulated: false,
      });
    found('old metric', 'metric', 61 * 60_000);
    found('late metric', 'metric', 59 * 60_000);
    found('late price', 'market', DAY_MS);
    found('old price', 'market', 5 * DAY_MS);
    bus.publish('market.universe.refreshed', { symbols: [] });
    await eventually(async () =>
      expect((await statuses()).sort()).toEqual(['LATEfiring', 'late metricfiring', 'late pricefiring']),
    );
    nowMs += DAY_MS;
    changes = [['LATE', 20, false, 5]];
    bus.publish('market.universe.refreshed', { symbols: [] });
    await eventually(async () => expect(await statuses()).toContain('LATEresolved'));
  });

  it('of anomalies carry their reason and end where no new one comes', async () => {
    await rule({ kind: 'anomaly', min_score: 0.5 }, { clear_seconds: 60 });
    await using _ = alerts.start();
    const anomaly = {
      anomalyId: 1,
      source: 'metric',
      detector: 'test',
      threshold: 0.4,
      value: 7,
      simulated: false,
    } as const;
    const at = new Date(nowMs).toISOString();
    bus.publish('anomaly.detected', { ...anomaly, name: 'low', score: 0.45, reason: 'small', at });
    for (const reason of ['further out', 'far out'])
      bus.publish('anomaly.detected', { ...anomaly, name: 'high', score: 0.9, reason, at });
    await eventually(async () => expect(await statuses()).toEqual(['highfiring']));
    expect((await list())[0]).toMatchObject({ message: 'far out', actual_value: 0.9 });
    nowMs += 1_000;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    nowMs += 61_000;
    await eventually(async () => expect(await statuses()).toEqual(['highresolved']));
  });

  it('are one where two workers look, and go on after a restart', async () => {
    await record('queue', 5);
    await rule({ kind: 'threshold', metric: 'queue', comparison: 'above', threshold: 3 });
    {
      await using _ = alerts.start();
      await using twin = createAlerts(deps());
      await using started = twin.start();
      expect(started).toBeDefined();
      await record('queue', 6);
      await eventually(async () => expect(await statuses()).toEqual(['firing']));
      await record('queue', 7);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await using _ = alerts.start();
    nowMs += 61_000;
    await record('queue', 1);
    await eventually(async () => expect(await statuses()).toEqual(['resolved']));
  });

  it('of silence and of answers that fail', async () => {
    await record('heartbeat', 1);
    await rule({ kind: 'absence', metric: 'heartbeat', after_seconds: 30 });
    const burn = {
      kind: 'burn_rate',
      objective: 'availability',
      target_percent: 99.9,
      factor: 14.4,
      long_minutes: 60,
      short_minutes: 5,
    };
    await rule(burn, { severity: 'critical' });
    const histogram = JSON.stringify([0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0]);
    await using _ = alerts.start();
    await database.pool.query(
      `INSERT INTO analytics_metrics (name, value, metadata, "timestamp") VALUES ('api_requests', 100, $1, $2)`,
      [`{"errors": 30, "histogram": ${histogram}}`, new Date(nowMs)],
    );
    bus.publish('analytics.metrics.committed', { count: 1, names: ['api_requests'] });
    await eventually(async () => expect(await list()).toHaveLength(1));
    expect((await list())[0]).toMatchObject({
      alert_type: 'burn_rate',
      message:
        '30 of 100 API answers of the last 60 minutes failed: the error budget of 99.9 % is spent 300 times too fast.',
    });
    nowMs += 31_000;
    await eventually(async () => expect(await list()).toHaveLength(2));
    await record('heartbeat', 1);
    await eventually(async () => expect(await statuses()).toEqual(['resolved', 'firing']));
  });

  it('end with their rule, and rules that cannot work are refused', async () => {
    await record('queue', 5);
    const condition = { kind: 'threshold', metric: 'queue', comparison: 'above', threshold: 3 };
    const id = await rule(condition, { name: 'Queue' });
    await using _ = alerts.start();
    await eventually(async () => expect(await statuses()).toEqual(['firing']));
    const changed = { name: 'Queue', severity: 'info', condition: { ...condition, threshold: 9 } };
    expect((await call('PUT', `/rules/${id}`, changed)).body.rule.severity).toBe('info');
    expect(await statuses()).toEqual(['resolved']);
    expect((await call('DELETE', `/rules/${id}`)).body.deleted).toBe(true);
    expect((await call('DELETE', `/rules/${id}`)).body.deleted).toBe(false);

    const refused = async (body: object) => {
      const answer = await call('POST', '/rules', body);
      expect(answer.status).toBe(422);
      return answer.body.errors[0];
    };
    const sound = { name: 'x', severity: 'info', condition };
    expect(await refused({ ...sound, condition: { ...condition, metric: 'qeue' } })).toEqual({
      pointer: '/condition/metric',
      message: 'has never been recorded; like it are queue',
    });
    expect((await refused({ ...sound, condition: { ...condition, clear_at: 4 } })).pointer).toBe(
      '/condition/clear_at',
    );
    expect(await refused({ ...sound, condition: { kind: 'nonsense' } })).toEqual({
      pointer: '/condition/kind',
      message: 'must be one of threshold, change, absence, market_change, anomaly, burn_rate',
    });
    await refused({ ...sound, for_seconds: -1 });
    expect((await call('PUT', '/rules/999', sound)).body.code).toBe('unknown-alert-rule');
  });

  it('are acknowledged once', async () => {
    await record('queue', 5);
    await rule({ kind: 'threshold', metric: 'queue', comparison: 'above', threshold: 3 });
    await using _ = alerts.start();
    await eventually(async () => expect(await list()).toHaveLength(1));
    const id = (await list())[0]?.id;
    const first = await call('POST', `/${id}/acknowledge`);
    nowMs += 5_000;
    const second = await call('POST', `/${id}/acknowledge`);
    expect(first.body.alert).toMatchObject({ is_acknowledged: true, acknowledged_by: 'Ada' });
    expect(second.body.alert.acknowledged_at).toBe(first.body.alert.acknowledged_at);
    expect((await call('POST', '/999/acknowledge')).body.code).toBe('unknown-alert');
  });

  it('reach a webhook that is down for ten minutes: all, signed, and it is not hammered', async () => {
    await using receiver = await startReceiver();
    const made = await call('POST', '/webhooks', { url: receiver.url });
    expect(made.status).toBe(201);
    await call('POST', '/webhooks', { url: receiver.url, min_severity: 'critical' });
    await rule({ kind: 'market_change', percent: 10 });
    const deliveries = createDeliveryStore(database.pool, clock.now);
    await using sender = createSender(true);
    await using engine = alerts.start();
    await using deliverer = startDeliverer({ bus, clock, logger, deliveries, sender, random: () => 0 });
    receiver.answer(503);
    for (let turn = 0; turn < 60; turn += 1) {
      nowMs += 10_000;
      changes = turn % 2 === 0 ? [['AAA', 20]] : [];
      bus.publish('market.universe.refreshed', { symbols: [] });
      await eventually(async () =>
        expect((await statuses()).filter((it) => it === 'AAAfiring')).toHaveLength((turn + 1) % 2),
      );
      await deliverer.attend();
    }
    expect(receiver.taken).toEqual([]);
    expect(receiver.asked()).toBeLessThan(30);
    expect((await call('GET', '/webhooks')).body.webhooks[0]).toMatchObject({
      waiting: 60,
      last_error: 'the receiver answered 503',
      resume_at: expect.any(String) as string,
    });
    receiver.answer(200);
    nowMs += 60_000;
    await eventually(async () => {
      await deliverer.attend();
      expect(receiver.taken).toHaveLength(60);
    });
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(60);
    expect((await call('GET', '/webhooks')).body.webhooks[0]).toMatchObject({
      waiting: 0,
      last_error: null,
      resume_at: null,
    });
    expect(receiver.taken.every(({ isSignedBy }) => isSignedBy(made.body.secret))).toBe(true);
    expect(engine).toBeDefined();
  });

  it('are not sent where a webhook may not lead, and a test says what is wrong', async () => {
    const made = await call('POST', '/webhooks', { url: 'http://127.0.0.1:1/' });
    const { id } = made.body.webhook;
    expect((await call('POST', `/webhooks/${id}/test`)).body).toMatchObject({
      delivered: false,
      response_status: null,
      error: expect.stringContaining('ECONNREFUSED'),
    });
    expect((await call('POST', '/webhooks', { url: 'nonsense' })).body.errors[0].pointer).toBe('/url');
    expect((await call('POST', '/webhooks/999/test')).body.code).toBe('unknown-webhook');
    expect((await call('DELETE', `/webhooks/${id}`)).body.deleted).toBe(true);
  });
});
