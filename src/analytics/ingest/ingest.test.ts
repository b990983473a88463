import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createBus,
  createHttpServer,
  createIdempotencyStore,
  createLogger,
  type Database,
  systemClock,
} from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { uuidV7 } from './identity.ts';
import { createIngest, type Ingest } from './ingest.ts';
import { ingestRoutes } from './routes.ts';

const logger = createLogger({ logLevel: 'error' });
const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };

interface Answer {
  event_id?: string;
  metric_id?: string;
  accepted: number;
  duplicates: number;
  detail: string;
  errors: { index?: number; pointer: string; message: string }[];
}

let database: Database;
let ingest: Ingest;
let server: Awaited<ReturnType<typeof createHttpServer>>;

beforeAll(async () => {
  database = await createTestDatabase();
  ingest = createIngest({ database, clock: systemClock, logger, bus: createBus(logger), retentionDays: 90 });
  const routes = ingestRoutes({ ingest, clock: systemClock, retentionDays: 90 });
  const idempotency = createIdempotencyStore(database.pool, systemClock);
  server = await createHttpServer({ logger, guard: () => principal, idempotency, routes });
});

afterAll(async () => {
  await server.close();
  await ingest[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
  const reply = await server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': type, ...headers },
    payload: text,
  });
  return { status: reply.statusCode, body: reply.json<Answer>() };
}

const events = (body: unknown, headers?: Record<string, string>) => post('/analytics/events', body, headers);

async function stored(id: string): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    'SELECT * FROM analytics_events WHERE event_id = $1',
    [id],
  );
  return rows;
}

/** Sums of the rollups and of the rows themselves; the two must never differ. */
async function recount() {
  const sums = (table: string) =>
    `SELECT event_type, sum(events)::int AS events, sum(behaviors)::int AS behaviors, sum(amount_usd)::text AS amount
     FROM ${table} GROUP BY 1 HAVING sum(events) + sum(behaviors) > 0 ORDER BY 1`;
  const raw = `
    SELECT event_type, sum(event)::int AS events, sum(1 - event)::int AS behaviors, coalesce(sum(amount_usd), 0)::text AS amount
    FROM (SELECT event_type, 1 AS event, amount_usd FROM analytics_events
      UNION ALL SELECT event_type, 0, NULL FROM user_behavior) AS rows GROUP BY 1 ORDER BY 1`;
  const read = async (sql: string) =>
    (await database.pool.query<{ amount: string }>(sql)).rows.map((row) => ({
      ...row,
      amount: Number(row.amount),
    }));
  return { quarters: await read(sums('analytics_event_rollup_15m')), rows: await read(raw) };
}

describe('POST /analytics/events', () => {
  it('stores one event and answers with its id', async () => {
    const { status, body } = await events({
      event_type: 'purchase',
      user_id: 'ann',
      session_id: 's1',
      properties: { amount: 19.99, note: 'tab\there, "quotes", back\\slash, line\nbreak, ünïcödé 🚀' },
      context: { source: 'web' },
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'success', accepted: 1, duplicates: 0, errors: [] });
    expect(await stored(body.event_id ?? '')).toMatchObject([
      {
        event_type: 'purchase',
        user_id: 'ann',
        session_id: 's1',
        amount_usd: '19.99',
        properties: { amount: 19.99, note: 'tab\there, "quotes", back\\slash, line\nbreak, ünïcödé 🚀' },
        context: { source: 'web' },
        simulated: false,
      },
    ]);
  });

  it('counts a repeated identity once, alone or among others', async () => {
    const event = {
      event_type: 'purchase',
      event_id: 'order-1',
      timestamp: new Date().toISOString(),
      properties: { amount: 5 },
    };
    const first = await events(event);
    const again = await events(event);
    const mixed = await events([event, { event_type: 'login' }, event]);

    expect(first.body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(again.body).toMatchObject({ event_id: 'order-1', accepted: 0, duplicates: 1 });
    expect(mixed.body).toMatchObject({ accepted: 1, duplicates: 2, errors: [] });
    expect(await stored('order-1')).toHaveLength(1);
  });

  it('refuses other content under a known identity and keeps the first', async () => {
    const event = {
      event_type: 'purchase',
      event_id: 'order-2',
      timestamp: new Date().toISOString(),
      properties: { amount: 5 },
    };
    await events(event);
    const other = { ...event, properties: { amount: 500 } };
    const alone = await events(other);
    const among = await events([{ event_type: 'login' }, other]);

    expect(alone.status).toBe(422);
    expect(alone.body.detail).toMatch(/recorded before with other content/);
    expect(among.body).toMatchObject({ accepted: 1, errors: [{ index: 1 }] });
    expect(await stored('order-2')).toMatchObject([{ amount_usd: '5' }]);
  });

  it('takes a UUIDv7 alone, another id only with its time', async () => {
    const id = uuidV7(Date.now() - 60_000);
    expect((await events({ event_type: 'x', event_id: id })).body).toMatchObject({
      accepted: 1,
      event_id: id,
    });
    expect((await events({ event_type: 'x', event_id: id })).body).toMatchObject({ duplicates: 1 });
    const refused = await events({ event_type: 'x', event_id: 'mine' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/timestamp' }]);
  });

  it('makes the same ids for the same Idempotency-Key, also where the first answer was lost', async () => {
    const batch = [{ event_type: 'a' }, { event_type: 'b' }];
    const first = await events(batch, { 'idempotency-key': 'k1' });
    const again = await events(batch, { 'idempotency-key': 'k1' });
    expect(again).toEqual(first);
    // As a process leaves it that was killed between the commit and the answer.
    await database.pool.query(`UPDATE idempotency_keys SET status = NULL, running_until = '-infinity'`);
    const retried = await events(batch, { 'idempotency-key': 'k1' });
    const other = await events(batch, { 'idempotency-key': 'k2' });
    expect([first, retried, other].map(({ body }) => [body.accepted, body.duplicates])).toEqual([
      [2, 0],
      [0, 2],
      [2, 0],
    ]);
  });

  it('takes the good of a batch and names what is wrong with the rest', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`) as object;
    const { status, body } = await events([
      { event_type: 'ok' },
      { event_type: 'bad type', user_id: 'x' },
      { event_type: 'ok', colour: 'red' },
      { event_type: 'ok', timestamp: '2999-01-01T00:00:00Z' },
      { event_type: 'ok', timestamp: '1999-01-01T00:00:00Z' },
      { event_type: 'ok', properties: { note: 'a\u0000b' } },
      { event_type: 'ok', properties: deep },
      { event_type: 'ok', user_id: 'a\u0000b' },
      { event_type: 'purchase', properties: { amount: 'ten' } },
      { event_type: 'purchase', properties: { amount: 10, currency: 'EUR' } },
      { event_type: 'purchase', properties: { amount: 10, currency: 'EUR', usd_rate: 1.1 } },
      'nonsense',
      { event_type: 'ok', properties: { note: '\ud800' } },
    ]);

    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(body.errors.map(({ index, pointer }) => `${index} ${pointer}`).sort()).toEqual(
      [
        '1 /event_type',
        '2 /colour',
        '3 /timestamp',
        '4 /timestamp',
        '5 /properties',
        '6 /properties',
        '7 /user_id',
        '8 /properties/amount',
        '9 /properties/usd_rate',
        '11 ',
        '12 /properties',
      ].sort(),
    );
  });

  it('reads NDJSON line by line', async () => {
    const { body } = await events(
      '{"event_type":"a"}\n\n{"event_type":\n{"event_type":"b","properties":{"__proto__":1}}\n',
    );
    expect(body).toMatchObject({
      accepted: 1,
      errors: [{ index: 1 }, { index: 2, pointer: '/properties/__proto__' }],
    });
  });

  it('refuses more than 10,000 items, more than 16 MiB and a batch of which nothing is good', async () => {
    const many = await events(Array.from({ length: 10_001 }, () => ({ event_type: 'a' })));
    const large = await events({ event_type: 'a', properties: { text: 'x'.repeat(17 * 1024 * 1024) } });
    const bad = await events([{ event_type: '' }, {}]);
    expect([many.status, large.status, bad.status]).toEqual([413, 413, 422]);
    expect(bad.body.errors.map(({ index }) => index)).toEqual([0, 1]);
  });
});

describe('the other tables', () => {
  it('stores user behaviour and metrics', async () => {
    const now = new Date().toISOString();
    const behaviour = await post('/analytics/user-behavior', {
      user_id: 'ann',
      session_id: 's1',
      event_type: 'page_view',
      page: '/portfolio',
      action: 'open',
      duration: 3.5,
      properties: {},
    });
    const metric = {
      name: 'cpu_usage',
      value: 42.5,
      labels: { host: 'a' },
      metric_type: 'gauge',
      timestamp: now,
    };
    const metrics = await post('/analytics/metrics', [metric, { ...metric, value: 10 }]);

    expect(behaviour.body).toMatchObject({ accepted: 1, user_id: 'ann' });
    expect(metrics.body).toMatchObject({ accepted: 2 });
    const { rows } = await database.pool.query(
      `SELECT samples::int, total, minimum, maximum FROM analytics_metric_rollup_1m WHERE name = 'cpu_usage'`,
    );
    expect(rows).toEqual([{ samples: 2, total: 52.5, minimum: 10, maximum: 42.5 }]);
  });

  it('refuses a metric that is no number', async () => {
    const { status, body } = await post('/analytics/metrics', { name: 'cpu_usage', value: 'high' });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/value' }]);
  });
});

describe('rollups', () => {
  it('equal a recount of the rows after 40 senders wrote and resent at once', async () => {
    const batches = Array.from({ length: 40 }, (_, sender) =>
      Array.from({ length: 50 }, (_, index) => ({
        event_type: index % 5 === 0 ? 'purchase' : 'page_view',
        event_id: `sender-${sender % 20}-${index}`,
        timestamp: new Date(Date.UTC(2026, 10, 20, 0, index * 3)).toISOString(),
        properties: index % 5 === 0 ? { amount: index + 0.1 } : {},
      })),
    );
    const recent = Date.now() - 30 * 86_400_000;
    for (const event of batches.flat())
      event.timestamp = new Date(recent + (Date.parse(event.timestamp) % 86_400_000)).toISOString();

    const answers = await Promise.all(batches.map((batch) => events(batch)));

    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(20 * 50);
    expect(answers.reduce((sum, { body }) => sum + body.duplicates, 0)).toBe(20 * 50);
    const { quarters, rows } = await recount();
    expect(quarters).toEqual(rows);
  });
});
