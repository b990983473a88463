import { Type } from 'typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import { createTestDatabase } from '../../../test/support/database.ts';
import { DomainError } from '../errors.ts';
import { createIdempotencyStore } from '../idempotency/idempotency-store.ts';
import { createLogger } from '../logger.ts';
import type { Database } from '../postgres.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute } from './route.ts';

const DAY_MS = 86_400_000;
const clock = { nowMs: Date.UTC(2026, 0, 1), now: () => clock.nowMs };
const logger = createLogger({ logLevel: 'silent' });

let database: Database;
let server: Awaited<ReturnType<typeof createHttpServer>>;
/** What the handler does next, and how often it was asked. */
const work = { calls: 0, firstMs: 0 as number | undefined, do: async (): Promise<unknown> => ({}) };
let sender = 'ann';

beforeAll(async () => {
  database = await createTestDatabase();
  server = await createHttpServer({
    logger,
    guard: () => ({ id: sender, name: sender, scopes: new Set(['admin'] as const) }),
    idempotency: createIdempotencyStore(database.pool, clock),
    routes: [
      defineRoute({
        method: 'POST',
        path: '/things/{id}',
        scope: 'portfolio:write',
        tag: 'platform',
        summary: 'Writes',
        status: 201,
        schemas: {
          body: Type.Object({ n: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
        },
        async handler({ retriable }) {
          work.calls += 1;
          work.firstMs = retriable?.firstMs;
          return work.do();
        },
      }),
      defineRoute({
        method: 'POST',
        path: '/questions',
        scope: 'admin',
        readsOnly: true,
        tag: 'platform',
        summary: 'Only asks',
        schemas: { body: Type.Object({}) },
        async handler() {
          work.calls += 1;
          return work.do();
        },
      }),
    ],
  });
});
afterAll(async () => {
  await server.close();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => {
  sender = 'ann';
  Object.assign(work, { calls: 0, do: async () => ({ made: work.calls }) });
});

async function post(key: string | undefined, body: object = {}, url = '/things/1') {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const reply = await server.inject({ method: 'POST', url, headers, payload: body });
  const replayed = reply.headers['idempotent-replayed'];
  return { status: reply.statusCode, body: reply.json<Problem & { made: number }>(), replayed, reply };
}

describe('Idempotency-Key', () => {
  it('has the effect once and replays the first status and body, for this sender only', async () => {
    const first = await post('a', { n: 1 });
    const again = await post('a', { n: 1 });
    expect([first.status, first.body, first.replayed]).toEqual([201, { made: 1 }, undefined]);
    expect([again.status, again.body, again.replayed]).toEqual([201, { made: 1 }, 'true']);
    expect(again.reply.headers['content-type']).toBe(first.reply.headers['content-type']);
    sender = 'bob';
    expect((await post('a', { n: 1 })).body).toEqual({ made: 2 });
  });

  it('means nothing without the header', async () => {
    expect([(await post(undefined)).body.made, (await post(undefined)).body.made]).toEqual([1, 2]);
    expect(work.firstMs).toBeUndefined();
  });

  it('refuses another body or address under the same key', async () => {
    await post('b', { n: 1 });
    for (const [body, url] of [
      [{ n: 2 }, '/things/1'],
      [{ n: 1 }, '/things/2'],
    ] as const) {
      const refused = await post('b', body, url);
      expect(refused.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    }
    expect(work.calls).toBe(1);
  });

  it('carries out one of many at once; the others are told to wait or get its answer', async () => {
    const gate = Promise.withResolvers<void>();
    work.do = () => gate.promise.then(() => ({ made: 1 }));
    const tries = Array.from({ length: 40 }, () => post('c'));
    await expect.poll(() => work.calls).toBe(1);
    const early = await post('c');
    expect(early.body).toMatchObject({ status: 409, code: 'idempotency-key-in-use', retryable: true });
    expect(early.reply.headers['retry-after']).toBe('1');
    gate.resolve();
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 409]));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(await post('c')).toMatchObject({ status: 201, replayed: 'true' });
    expect(work.calls).toBe(1);
  });

  it('has one effect for each of many keys that come many times at once', async () => {
    const counts = new Map<unknown, number>();
    work.do = async () => ({ made: 1 });
    const tries = Array.from({ length: 400 }, (_, n) => post(`many-${n % 40}`, { n: n % 40 }));
    for (const { status, replayed } of await Promise.all(tries)) {
      const outcome = `${status} ${String(replayed ?? '')}`.trim();
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    expect(work.calls).toBe(40);
    expect(counts.get('201')).toBe(40);
    expect([...counts.keys()].filter((it) => !['201', '201 true', '409'].includes(String(it)))).toEqual([]);
  });

  it('replays a refusal, but tries again after a failure that may pass, as of the first try', async () => {
    work.do = () => Promise.reject(new DomainError('unknown-symbol', 'No.'));
    const refused = await post('d');
    expect(await post('d')).toMatchObject({ status: 404, body: refused.body, replayed: 'true' });
    expect((await post('d2', { n: 'x' })).status).toBe(422);

    work.do = () => Promise.reject(new Error('boom'));
    expect((await post('e')).status).toBe(500);
    const firstMs = work.firstMs;
    clock.nowMs += 5_000;
    work.do = async () => ({ made: 7 });
    expect((await post('e', { n: 3 })).body).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await post('e')).toMatchObject({ status: 201, body: { made: 7 }, replayed: undefined });
    expect(work.firstMs).toBe(firstMs);
  });

  it('lets a retry through a minute after its process was killed', async () => {
    work.do = () => new Promise(() => undefined);
    void server.inject({
      method: 'POST',
      url: '/things/1',
      headers: { 'idempotency-key': 'f' },
      payload: {},
    });
    await expect.poll(() => work.calls).toBe(1);
    work.do = async () => ({ made: 1 });
    expect((await post('f')).status).toBe(409);
    clock.nowMs += 61_000;
    expect((await post('f')).status).toBe(201);
  });

  it('keeps no answer of a route that only asks', async () => {
    for (const made of [1, 2])
      expect(await post('q', {}, '/questions')).toMatchObject({ body: { made }, replayed: undefined });
  });

  it('forgets after a day', async () => {
    await post('g', { n: 1 });
    clock.nowMs += DAY_MS + 1;
    expect(await post('g', { n: 2 })).toMatchObject({ status: 201, replayed: undefined });
    clock.nowMs += DAY_MS + 1;
    expect(await createIdempotencyStore(database.pool, clock).cleanUp()).toBeGreaterThan(0);
    expect((await database.pool.query('SELECT FROM idempotency_keys')).rowCount).toBe(0);
  });

  it('stores neither the key nor the answer in the clear', async () => {
    work.do = async () => ({ secret: 'hunter2' });
    await post('plain-key');
    const { rows } = await database.pool.query<{ bytes: Buffer }>(
      'SELECT key || request || body AS bytes FROM idempotency_keys',
    );
    const stored = Buffer.concat(rows.map(({ bytes }) => bytes)).toString('latin1');
    expect(stored).not.toContain('hunter2');
    expect(stored).not.toContain('plain-key');
  });

  it('refuses a key without or of endless characters', async () => {
    for (const key of ['', 'k'.repeat(256)])
      expect((await post(key)).body).toMatchObject({ status: 400, code: 'invalid-request' });
  });
});
