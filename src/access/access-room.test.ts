import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '#contracts/access';
import type { Problem } from '#contracts/common';
import {
  createBus,
  createHttpServer,
  createLogger,
  type Database,
  defineRoute,
  type Route,
  readConfig,
} from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { type AccessRoom, createAccessRoom } from './access-room.ts';

const logger = createLogger({ logLevel: 'silent' });
const HOUR_MS = 3_600_000;
const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };
const open = (path: string, scope: Scope | 'public'): Route =>
  defineRoute({
    method: 'GET',
    path,
    scope,
    tag: 'platform',
    summary: '',
    schemas: {},
    handler: ({ principal }) => ({ name: principal.name }),
  });
const ROUTES = [open('/read', 'market:read'), open('/write', 'market:write'), open('/public', 'public')];

let database: Database;
let room: AccessRoom;
let server: FastifyInstance;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => useConfig({ ENVIRONMENT: 'production', DATABASE_URL: 'postgres://db/x?sslmode=require' }));

async function useConfig(env: Record<string, string>): Promise<void> {
  clock.offsetMs = 0;
  const config = readConfig(env);
  room = createAccessRoom({ config, clock, bus: createBus(logger), database, logger });
  server = await createHttpServer({ logger, guard: room.guard, routes: ROUTES });
}

function get(url: string, key?: string, headers: Record<string, string> = {}) {
  return server.inject({
    url,
    headers: {
      host: 'localhost:8000',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
  });
}

describe('keys', () => {
  it('opens what its scopes name and nothing else', async () => {
    const { key, stored } = await room.keys.create({ name: 'reader', scopes: ['market:read'] });
    expect((await get('/read', key)).json()).toEqual({ name: 'reader' });
    const refused = await get('/write', key);
    expect(refused.json<Problem>()).toMatchObject({
      status: 403,
      code: 'missing-scope',
      detail: expect.stringContaining(`${stored.id} lacks the scope market:write`) as string,
    });
    const admin = await room.keys.create({ name: 'root', scopes: ['admin'] });
    expect((await get('/write', admin.key)).statusCode).toBe(200);
  });

  it('stores no secret', async () => {
    const { key } = await room.keys.create({ name: 'secret', scopes: ['admin'] });
    const secret = key.slice(-43);
    const { rows } = await database.pool.query<{ everything: string }>(
      'SELECT string_agg(k::text, chr(10)) AS everything FROM api_keys k',
    );
    expect(rows[0]?.everything).not.toContain(secret);
    expect(rows[0]?.everything).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it.each([
    'nonsense',
    'rr_live_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    "rr_live_' OR 1=1 --_x",
  ])('refuses %s', async (key) => {
    expect((await get('/read', key)).json<Problem>()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('refuses a right id with a wrong secret, and a header of another shape', async () => {
    const { key } = await room.keys.create({ name: 'x', scopes: ['admin'] });
    expect((await get('/read', `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).statusCode).toBe(401);
    expect((await get('/read', undefined, { authorization: `Basic ${key}` })).statusCode).toBe(401);
    expect((await get('/read')).statusCode).toBe(401);
    expect((await get('/public')).json()).toEqual({ name: 'anonymous' });
  });

  it('ends at once when revoked, and at its time when it expires', async () => {
    const { key, stored } = await room.keys.create({ name: 'x', scopes: ['admin'] });
    expect((await get('/read', key)).statusCode).toBe(200);
    await room.keys.revoke(stored.id);
    expect((await get('/read', key)).json<Problem>().detail).toContain('revoked');
    const brief = await room.keys.create({
      name: 'brief',
      scopes: ['admin'],
      expiresAt: new Date(clock.now() + HOUR_MS),
    });
    expect((await get('/read', brief.key)).statusCode).toBe(200);
    clock.offsetMs = 2 * HOUR_MS;
    expect((await get('/read', brief.key)).json<Problem>().detail).toContain('expired');
  });

  it('rotates with a day of overlap', async () => {
    const old = await room.keys.create({ name: 'x', scopes: ['market:read'] });
    const fresh = await room.keys.rotate(old.stored.id);
    expect(fresh.stored).toMatchObject({ scopes: ['market:read'], rotatedFrom: old.stored.id });
    expect([(await get('/read', old.key)).statusCode, (await get('/read', fresh.key)).statusCode]).toEqual([
      200, 200,
    ]);
    clock.offsetMs = 25 * HOUR_MS;
    expect([(await get('/read', old.key)).statusCode, (await get('/read', fresh.key)).statusCode]).toEqual([
      401, 200,
    ]);
    await expect(room.keys.rotate('nobody')).rejects.toMatchObject({ code: 'unknown-key' });
  });

  it('records the last use', async () => {
    const { key, stored } = await room.keys.create({ name: 'used', scopes: ['admin'] });
    await get('/read', key);
    await room[Symbol.asyncDispose]();
    const found = (await room.keys.list()).find(({ id }) => id === stored.id);
    expect(found?.lastUsedAt?.getTime()).toBeGreaterThan(Date.now() - HOUR_MS);
  });
});

describe('development on loopback', () => {
  beforeEach(() => useConfig({}));

  it('needs no key, unless Host, Origin or a proxy say the caller is not local', async () => {
    expect((await get('/write')).json()).toEqual({ name: 'local admin' });
    expect((await get('/write', undefined, { origin: 'http://localhost:5173' })).statusCode).toBe(200);
    for (const headers of [
      { host: 'evil.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'x-forwarded-for': '1.2.3.4' },
      { host: 'localhost.evil.example' },
    ]) {
      expect((await get('/write', undefined, headers)).statusCode, JSON.stringify(headers)).toBe(401);
    }
    expect(
      (await server.inject({ url: '/write', remoteAddress: '10.0.0.7', headers: { host: 'localhost' } }))
        .statusCode,
    ).toBe(401);
  });

  it('keeps one local key for its owner only, and makes another when the database does not know it', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'richesreach-key-')), 'not', 'there');
    await useConfig({ RICHESREACH_DATA_DIR: dataDir });
    const key = await room.localKey();
    expect(await room.localKey()).toBe(key);
    expect((await stat(join(dataDir, 'local-key'))).mode & 0o777).toBe(0o600);
    expect((await get('/write', key)).statusCode).toBe(200);
    await database.pool.query('DELETE FROM api_keys');
    const next = await room.localKey();
    expect(next).not.toBe(key);
    expect((await readFile(join(dataDir, 'local-key'), 'utf8')).trim()).toBe(next);
  });
});

describe('limits and tickets', () => {
  it('counts a minute for each caller', async () => {
    await useConfig({ RATE_LIMIT_PER_MINUTE: '2' });
    const { key } = await room.keys.create({ name: 'x', scopes: ['admin'] });
    const first = await get('/read', key);
    expect([first.headers['ratelimit-policy'], first.headers.ratelimit]).toEqual([
      '"default";q=2;w=60',
      '"default";r=1;t=60',
    ]);
    await get('/read', key);
    const third = await get('/read', key);
    expect(third.json<Problem>()).toMatchObject({ status: 429, code: 'rate-limited', retryable: true });
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect((await get('/read')).statusCode).toBe(200);
  });

  it('redeems a ticket once, by one of many, and never late', async () => {
    const principal = { id: 'me', name: 'me', scopes: new Set<Scope>(['analytics:read']) };
    const ticket = await room.tickets.issue(principal);
    const redeemed = await Promise.all(Array.from({ length: 10 }, () => room.tickets.redeem(ticket)));
    expect(redeemed.filter((it) => it !== undefined)).toEqual([principal]);
    const late = await room.tickets.issue(principal);
    clock.offsetMs = 31_000;
    expect(await room.tickets.redeem(late)).toBeUndefined();
    expect(await room.tickets.redeem('guess')).toBeUndefined();
  });

  it('redeems no ticket of a key that has ended since', async () => {
    const { stored } = await room.keys.create({ name: 'brief', scopes: ['analytics:read'] });
    const principal = { id: stored.id, name: 'brief', scopes: new Set<Scope>(['analytics:read']) };
    const [before, after] = await Promise.all([room.tickets.issue(principal), room.tickets.issue(principal)]);
    expect(await room.tickets.redeem(before)).toEqual(principal);
    await room.keys.revoke(stored.id);
    expect(await room.tickets.redeem(after)).toBeUndefined();
  });
});
