import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import {
  createChannelLog,
  createLogger,
  type Environment,
  inTransaction,
  openDatabase,
  type PostgresAddress,
  readConfig,
} from '#platform';
import { type Platform, startPlatform } from '../../src/roles.ts';
import { urlOf } from '../support/platform.ts';
import { type ReplicatedPostgres, startReplicatedPostgres } from '../support/replicated-postgres.ts';
import { openSocket } from '../support/socket.ts';

/** What a server on a replica answers itself although it is no GET. */
const ANSWERED_HERE = [
  'POST /analytics/alerts/rules/preview',
  'POST /analytics/predictions/anomalies',
  'POST /analytics/predictions/metric',
  'POST /analytics/users/funnel',
  'POST /analytics/users/funnel/users',
  'POST /analytics/ws-ticket',
  'POST /portfolios/{id}/optimize',
  'POST /portfolios/{id}/rebalance',
];

let databases: ReplicatedPostgres;
let writer: Platform;
let replica: Platform;

async function start(address: PostgresAddress, env: Environment = {}): Promise<Platform> {
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    RICHESREACH_DEMO: 'false',
    DATABASE_URL: urlOf(address),
    RATE_LIMIT_PER_MINUTE: '0',
    ...env,
  });
  return startPlatform(config, createLogger(config));
}

beforeAll(async () => {
  databases = await startReplicatedPostgres();
  writer = await start(databases.primary);
  replica = await start(databases.standby, { INGEST_FORWARD_URL: writer.url });
});
afterAll(async () => {
  await replica?.[Symbol.asyncDispose]();
  await writer?.[Symbol.asyncDispose]();
  await databases?.[Symbol.asyncDispose]();
});

function send(at: Platform, method: string, path: string, body?: unknown, headers = {}): Promise<Response> {
  return fetch(at.url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** What a server holds, seen by who wrote what `written` answered. */
async function readAfter<T>(written: Response, at: Platform, path: string): Promise<T> {
  const position = written.headers.get('commit-position');
  expect(position).toMatch(/^\d+$/);
  const read = await send(at, 'GET', path, undefined, { 'commit-position': position });
  expect(read.headers.get('stale-read')).toBeNull();
  return (await read.json()) as T;
}

interface Operations {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
}

async function operationsOf(at: Platform): Promise<[method: string, path: string][]> {
  const { paths } = (await (await send(at, 'GET', '/openapi.json')).json()) as Operations;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]): [string, string][] => {
      const isStream = 'text/event-stream' in (responses['200']?.content ?? {});
      return isStream ? [] : [[method.toUpperCase(), path]];
    }),
  );
}

const filled = (path: string) => path.replaceAll(/\{\w+\}/g, '1');

describe('a server on a read replica', () => {
  it('is ready, says what it is, and answers every GET', async () => {
    const health = await send(replica, 'GET', '/health/detailed/');
    expect(health.status).toBe(200);
    const said = (await health.json()) as { roles: string[]; components: Record<string, { detail: string }> };
    expect(said.components.database?.detail).toBe('read replica');
    expect(said.roles).toEqual(['ai-router', 'analytics', 'realtime', 'web']);
    const reads = (await operationsOf(replica)).filter(([method]) => method === 'GET');
    expect(reads.length).toBeGreaterThan(40);
    const statuses = (at: Platform) =>
      Promise.all(
        reads.map(async ([, path]) => {
          const reply = await send(at, 'GET', filled(path));
          await reply.body?.cancel();
          return [path, reply.status, reply.headers.get('via')];
        }),
      );
    expect(await statuses(replica)).toEqual(await statuses(writer));
  });

  it('forwards every request that writes, and no other', async () => {
    const others = (await operationsOf(replica)).filter(([method]) => method !== 'GET');
    const own: string[] = [];
    for (const [method, path] of others) {
      const reply = await send(replica, method, filled(path), {});
      await reply.body?.cancel();
      if (reply.headers.get('via') !== '1.1 richesreach') own.push(`${method} ${path}`);
    }
    expect(others.length).toBeGreaterThan(30);
    expect(own.sort()).toEqual(ANSWERED_HERE);
  });

  it('hands a request over as it came, and its answer back', async () => {
    const headers = { 'idempotency-key': 'once', 'x-request-id': 'asked-by-me' };
    const note = { text: 'Größe “geändert” 📈' };
    const first = await send(replica, 'POST', '/analytics/annotations', note, headers);
    expect([first.status, first.headers.get('x-request-id')]).toEqual([201, 'asked-by-me']);
    const again = await send(replica, 'POST', '/analytics/annotations', note, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    const broken = await fetch(`${replica.url}/analytics/annotations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":',
    });
    expect(await broken.json()).toMatchObject({ code: 'invalid-json', status: 400 });
    const batch = '{"event_type":"page_view","user_id":"u1"}\nnonsense\n';
    const lines = await fetch(`${replica.url}/analytics/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: batch,
    });
    expect(await lines.json()).toMatchObject({ accepted: 1, errors: [{ index: 1 }] });
  });

  it('shows a write to who wrote it, in tables, in the market, and in what is derived', async () => {
    const note = await send(replica, 'POST', '/analytics/annotations', { text: 'mine' });
    const texts = ({ annotations }: { annotations: { text: string }[] }) =>
      annotations.map(({ text }) => text);
    for (const at of [replica, writer])
      expect(texts(await readAfter(note, at, '/analytics/annotations'))).toContain('mine');
    for (let price = 100; price < 110; price += 1) {
      const quote = await send(replica, 'POST', '/analytics/market-data', { symbol: 'FAR', price });
      const { bars } = await readAfter<{ bars: { close: number }[] }>(
        quote,
        replica,
        '/analytics/market/bars/FAR',
      );
      expect(bars.at(-1)?.close).toBe(price);
    }
    const visit = await send(replica, 'POST', '/analytics/events', [
      { event_type: 'page_view', user_id: 'u2' },
      { event_type: 'page_view', user_id: 'u3' },
    ]);
    const users = (at: Platform) =>
      readAfter<{ conversion_funnel: object; meta: { coverage: { pending_events: number } } }>(
        visit,
        at,
        '/analytics/users/behavior',
      );
    const [here, there] = await Promise.all([users(replica), users(writer)]);
    expect(here.conversion_funnel).toMatchObject({ visitors: 3 });
    expect(here.conversion_funnel).toEqual(there.conversion_funnel);
    expect(here.meta.coverage.pending_events).toBe(0);
  });

  it('says so where the replica has not come as far as asked', async () => {
    const ahead = { 'commit-position': '999999999' };
    const read = await send(replica, 'GET', '/analytics/annotations', undefined, ahead);
    expect([read.status, read.headers.get('stale-read')]).toEqual([200, 'true']);
    const wrong = await send(replica, 'GET', '/analytics/annotations', undefined, {
      'commit-position': 'soon',
    });
    expect([wrong.status, ((await wrong.json()) as Problem).code]).toEqual([400, 'invalid-request']);
  });

  it('sends what happens over its channels, and takes a ticket once', async () => {
    const issued = await send(replica, 'POST', '/analytics/ws-ticket');
    const { ticket } = (await issued.json()) as { ticket: string };
    using dashboard = openSocket(replica.url, `/analytics/dashboard?ticket=${ticket}`);
    await dashboard.next('annotations_changed');
    using refused = openSocket(replica.url, `/analytics/dashboard?ticket=${ticket}`);
    expect((await refused.closed).code).toBe(1006);
    await send(replica, 'POST', '/analytics/annotations', { text: 'told' });
    await dashboard.next('annotations_changed');

    using forecasts = openSocket(replica.url, '/analytics/predictions');
    await forecasts.next('available_models');
    const log = createChannelLog(writer.database.pool, '/analytics/predictions');
    const frame = { type: 'predictions_update', timestamp: new Date().toISOString(), data: { p_up: 0.5 } };
    await inTransaction(writer.database.pool, (client) => log.append(client, [frame]));
    expect(await forecasts.next('predictions_update')).toMatchObject({ data: { p_up: 0.5 }, offset: 1 });
    using alerts = openSocket(replica.url, '/analytics/alerts');
    await alerts.next('alerts_summary');
    alerts.ask({ type: 'acknowledge_alert', alert_id: 1 });
    expect(await alerts.next('error')).toMatchObject({ error: { code: 'read-replica' } });
  });

  it('starts where budgets are set, knows them, and leaves their accounts to who writes', async () => {
    const budget = { scope: 'global', window: 'day', limit_usd: 5 };
    const set = await send(replica, 'PUT', '/ai/budgets', budget);
    expect(await readAfter(set, replica, '/ai/budgets')).toMatchObject({ budgets: [budget] });
    await using second = await start(databases.standby, { INGEST_FORWARD_URL: writer.url });
    expect(await readAfter(set, second, '/ai/budgets')).toMatchObject({ budgets: [budget] });
  });

  it('forwards nothing that was forwarded to it', async () => {
    await using second = await start(databases.standby, { INGEST_FORWARD_URL: replica.url });
    const reply = await send(second, 'POST', '/analytics/annotations', { text: 'round and round' });
    expect([reply.status, ((await reply.json()) as Problem).code]).toEqual([508, 'forwarding-loop']);
  });

  it('refuses clearly while the region that writes is away, reads on, and goes on when it is back', async () => {
    const { port } = new URL(writer.url);
    await writer[Symbol.asyncDispose]();
    for (const path of ['/analytics/annotations', '/ai/route']) {
      const refused = await send(replica, 'POST', path, { text: 'lost?' });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      const { code, detail } = (await refused.json()) as Problem;
      expect(code).toBe('writer-unreachable');
      expect(detail).toContain('Nothing was recorded');
    }
    const read = await send(replica, 'GET', '/analytics/annotations');
    expect(read.status).toBe(200);
    expect((await send(replica, 'GET', '/health/detailed/')).status).toBe(200);

    writer = await start(databases.primary, { PORT: port });
    const note = await send(replica, 'POST', '/analytics/annotations', { text: 'back' });
    expect(note.status).toBe(201);
    expect(JSON.stringify(await readAfter(note, replica, '/analytics/annotations'))).toContain('back');
  });

  it('does not start without the address of who writes; once promoted it writes itself', async () => {
    await expect(start(databases.standby)).rejects.toThrow('The database is a read replica.');
    await using standby = openDatabase(databases.standby, createLogger({ logLevel: 'silent' }));
    await standby.pool.query('SELECT pg_promote()');
    await using promoted = await start(databases.standby);
    const note = await send(promoted, 'POST', '/analytics/annotations', { text: 'in charge' });
    expect([note.status, note.headers.get('via')]).toEqual([201, null]);
  });
});
