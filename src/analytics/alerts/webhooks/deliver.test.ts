import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, WebhookDelivery } from '#contracts/alerts';
import { createBus, createHttpServer, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../../test/support/database.ts';
import { startReceiver } from '../../../../test/support/webhook-receiver.ts';
import { createAlerts } from '../alerts.ts';
import { startDeliverer } from './deliver.ts';
import { createDeliveryStore, enqueueDeliveries } from './delivery-store.ts';
import { createSender } from './send.ts';

const logger = createLogger({ logLevel: 'silent' });
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('deliveries', () => {
  const stack = { current: new AsyncDisposableStack() };
  let database: Database;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let attend: () => Promise<void>;
  let nowMs = 0;
  let webhook = 0;

  beforeEach(async () => {
    const own = new AsyncDisposableStack();
    stack.current = own;
    nowMs = Date.parse('2026-11-25T12:00:00Z');
    database = own.use(await createTestDatabase());
    receiver = own.use(await startReceiver());
    const clock = { now: () => nowMs };
    const bus = createBus(logger);
    const sessionChanges = async () => new Map();
    const alerts = own.use(
      createAlerts({ database, bus, clock, logger, allowPrivateWebhooks: true, sessionChanges }),
    );
    const principal = { id: 'test', name: 'Ada', scopes: new Set(['admin'] as const) };
    server = own.use(await createHttpServer({ logger, guard: () => principal, routes: alerts.routes }));
    const deliveries = createDeliveryStore(database.pool, clock.now);
    const sender = own.use(createSender(true));
    ({ attend } = own.use(startDeliverer({ bus, clock, logger, deliveries, sender, random: () => 0 })));
    webhook = (await call('POST', '', { url: receiver.url })).body.webhook.id;
  });
  afterEach(() => stack.current.disposeAsync());

  async function call(method: 'GET' | 'POST', path: string, payload?: object) {
    const url = `/analytics/alerts/webhooks${path}`;
    const response = await server.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
    return { status: response.statusCode, body: response.json() };
  }
  async function fire(...subjects: string[]): Promise<void> {
    const { rows } = await database.pool.query<Alert>(
      `INSERT INTO analytics_alerts (alert_type, severity, title, message, subject)
       SELECT 'threshold', 'warning', subject, 'm', subject FROM unnest($1::text[]) AS subject
       RETURNING id, severity, title, subject, NULL AS rule_id`,
      [subjects],
    );
    await enqueueDeliveries(database.pool, 'fired', rows, nowMs);
    await attend();
  }
  const told = () => receiver.taken.splice(0).map(({ subject }) => subject);
  const list = async (query = ''): Promise<WebhookDelivery[]> =>
    (await call('GET', `/${webhook}/deliveries${query}`)).body.deliveries;
  async function pass(ms: number, stepMs = SECOND_MS): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      nowMs += stepMs;
      await attend();
    }
  }

  it.each([400, 410, 500])('one that is always answered %i holds up no other', async (status) => {
    receiver.answer((subject) => (subject === 'bad' ? status : 200));
    await fire('bad', 'first');
    expect(told()).toEqual(['first']);
    for (let turn = 0; turn < 10; turn += 1) {
      await pass(MINUTE_MS, 10 * SECOND_MS);
      await fire(`later ${turn}`);
      expect(told()).toEqual([`later ${turn}`]);
    }
    expect(await list('?status=waiting')).toMatchObject([{ title: 'bad', response_status: status }]);
  });

  it('many that are always refused hold up another for a minute at most', async () => {
    receiver.answer((subject) => (subject.startsWith('bad') ? 422 : 200));
    await fire(...Array.from({ length: 30 }, (_, at) => `bad ${at}`));
    await pass(20 * MINUTE_MS, 5 * SECOND_MS);
    await fire('good');
    await pass(MINUTE_MS, 5 * SECOND_MS);
    expect(told()).toEqual(['good']);
  });

  it('to one webhook that keeps us waiting hold up no other webhook', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await call('POST', '', { url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
    const started = performance.now();
    for (const subject of ['one', 'two', 'three']) {
      void fire(subject);
      await expect.poll(told, { timeout: 5_000 }).toEqual([subject]);
    }
    expect(performance.now() - started).toBeLessThan(9_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('are tried for three days, later and later, then given up, and sent again when asked', async () => {
    receiver.answer(410);
    await fire('gone');
    await pass(3 * DAY_MS + 15 * MINUTE_MS, 5 * MINUTE_MS);
    const [given] = await list();
    expect(given).toMatchObject({
      type: 'alert.fired',
      title: 'gone',
      status: 'given_up',
      response_status: 410,
      error: 'the receiver answered 410',
      next_attempt_at: null,
    });
    expect(given?.attempts).toBeLessThan(700);
    expect(await list('?status=waiting')).toEqual([]);

    const again = await call('POST', `/${webhook}/deliveries/${given?.id}/redeliver`);
    expect(again.body.delivery).toMatchObject({ status: 'waiting', attempts: 0 });
    expect(again.body.delivery.next_attempt_at).toBe(new Date(nowMs).toISOString());
    await attend();
    expect(await list()).toMatchObject([{ status: 'waiting', attempts: 1 }]);
    receiver.answer(200);
    await call('POST', `/${webhook}/deliveries/${given?.id}/redeliver`);
    await attend();
    expect(told()).toEqual(['gone']);
    expect(await list()).toMatchObject([{ status: 'delivered', response_status: 200, error: null }]);

    await call('POST', `/${webhook}/deliveries/${given?.id}/redeliver`);
    await attend();
    expect(receiver.taken).toMatchObject([{ id: given?.id, subject: 'gone' }]);
  });

  it('that do not exist are said not to', async () => {
    expect((await call('GET', '/999/deliveries')).body.code).toBe('unknown-webhook');
    expect((await call('GET', `/${webhook}/deliveries?status=lost`)).status).toBe(422);
    const again = (id: number, delivery: string) => call('POST', `/${id}/deliveries/${delivery}/redeliver`);
    expect((await again(webhook, randomUUID())).body).toMatchObject({
      code: 'unknown-delivery',
      status: 404,
    });
    expect((await again(999, randomUUID())).body.code).toBe('unknown-webhook');
    expect((await again(webhook, 'x')).body.errors[0].pointer).toBe('/params/delivery_id');
    await fire('one');
    const [one] = await list();
    const other = (await call('POST', '', { url: receiver.url })).body.webhook.id;
    expect((await again(other, one?.id ?? '')).body.code).toBe('unknown-delivery');
  });
});
