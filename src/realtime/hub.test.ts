import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Scope } from '#contracts/access';
import type { Channel, Frame, Outlet } from '#contracts/websocket';
import { createBus, createLogger, DomainError, readConfig, systemClock } from '#platform';
import { acceptWebSockets } from './handshake.ts';
import { createHub, type Hub } from './hub.ts';

const logger = createLogger({ logLevel: 'silent' });

let publish: Outlet['publish'];

const echo: Channel = {
  kind: 'state',
  path: '/analytics/echo',
  scope: 'analytics:read',
  summary: 'Answers with what it was sent',
  frames: { tick: Type.Object({}) },
  snapshot: async () => [{ type: 'snapshot', timestamp: 'now', data: 1 }],
  startUpdates(outlet) {
    ({ publish } = outlet);
    return { [Symbol.dispose]: () => undefined };
  },
  requests: {
    say: {
      summary: 'Say a word',
      schema: Type.Object(
        { type: Type.Literal('say'), word: Type.String({ maxLength: 100 }) },
        { additionalProperties: false },
      ),
      answers: 'said',
      async answer(message) {
        if (message.word === 'boom') throw new Error('secret detail');
        return { data: message.word };
      },
    },
  },
};

let server: Server;
let hub: Hub;
let doors: Disposable;
let url: string;
const opened: WebSocket[] = [];

beforeEach(async () => {
  hub = createHub({ bus: createBus(logger), clock: systemClock, logger, channels: [echo] });
  server = createServer();
  doors = acceptWebSockets(server, {
    config: readConfig({
      ALLOWED_ORIGINS: 'https://app.example',
      ENVIRONMENT: 'staging',
      DATABASE_URL: 'postgres://db/x?sslmode=require',
    }),
    logger,
    hub,
    admit: ({ headers }) => {
      if (headers.authorization !== 'Bearer good') throw new DomainError('unauthenticated', 'no key');
      return { id: 'me', name: 'me', scopes: new Set<Scope>(['analytics:read']) };
    },
    tickets: {
      issue: async () => 't',
      redeem: async (ticket) =>
        ticket === 'weak' ? { id: 'w', name: 'w', scopes: new Set<Scope>() } : undefined,
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
  hub[Symbol.dispose]();
  doors[Symbol.dispose]();
  server.close();
});

function connect(
  path = '/analytics/echo',
  headers: Record<string, string> = { authorization: 'Bearer good' },
) {
  const socket = new WebSocket(url + path, { headers });
  opened.push(socket);
  socket.on('error', () => undefined);
  const frames: (Frame & { error?: { code: string; detail: string } })[] = [];
  socket.on('message', (raw: Buffer) => frames.push(JSON.parse(raw.toString()) as Frame));
  const refused = new Promise<{ status: number; body: string }>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
  const next = (count: number) => vi.waitFor(() => expect(frames.length).toBeGreaterThanOrEqual(count));
  return { socket, frames, refused, next };
}

describe('handshake', () => {
  it.each([
    ['/analytics/nothing', {}, 404, 'not-found'],
    ['/analytics/echo', {}, 401, 'unauthenticated'],
    [
      '/analytics/echo',
      { authorization: 'Bearer good', origin: 'https://evil.example' },
      403,
      'forbidden-origin',
    ],
    ['/analytics/echo?ticket=old', {}, 401, 'unauthenticated'],
    ['/analytics/echo?ticket=weak', {}, 403, 'missing-scope'],
  ])('refuses %s %o with a problem', async (path, headers: Record<string, string>, status, code) => {
    const { status: got, body } = await connect(path, headers).refused;
    expect([got, (JSON.parse(body) as { code: string }).code]).toEqual([status, code]);
  });

  it('lets listed origins in and sends the snapshot', async () => {
    const client = connect('/analytics/echo/', {
      authorization: 'Bearer good',
      origin: 'https://app.example',
    });
    await client.next(1);
    expect(client.frames[0]).toEqual({ type: 'snapshot', timestamp: 'now', data: 1 });
  });
});

describe('hub', () => {
  it('answers requests and names what it cannot answer, and the connection goes on', async () => {
    const client = connect();
    await client.next(1);
    for (const frame of [
      '{"type":"say","word":"hi"}',
      'not json',
      '[]',
      '{"type":"sing"}',
      '{"type":"say"}',
      '{"type":"say","word":"boom"}',
    ]) {
      const before = client.frames.length;
      client.socket.send(frame);
      await client.next(before + 1);
    }
    client.socket.send(Buffer.from([1, 2]), { binary: true });
    await client.next(8);
    const [, said, ...errors] = client.frames;
    expect(said).toMatchObject({ type: 'said', data: 'hi' });
    expect(errors.map(({ type, error }) => `${type} ${error?.code}`)).toEqual([
      'error invalid-json',
      'error invalid-fields',
      'error invalid-fields',
      'error invalid-fields',
      'error internal',
      'error invalid-request',
    ]);
    expect(errors[2]?.error?.detail).toContain('it takes say');
    expect(JSON.stringify(errors)).not.toContain('secret detail');
  });

  it('closes a client that sends more than a frame may hold, and no other', async () => {
    const [flooder, other] = [connect(), connect()];
    await Promise.all([flooder.next(1), other.next(1)]);
    const closed = new Promise<number>((resolve) => void flooder.socket.on('close', resolve));
    flooder.socket.send(`{"type":"say","word":"${'x'.repeat(70_000)}"}`);
    expect(await closed).toBe(1009);
    publish({ type: 'tick', timestamp: '1' }, 'tick');
    await other.next(2);
  });

  it('sends a lagging client the newest frame of each key only, and keeps its memory bounded', async () => {
    const client = connect();
    await client.next(1);
    client.socket.pause();
    const payload = 'x'.repeat(50_000);
    for (let n = 0; n < 400; n++) {
      publish({ type: 'tick', timestamp: String(n), data: payload }, `key-${n % 2}`);
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    client.socket.resume();
    await vi.waitFor(() => expect(client.frames.at(-1)?.timestamp).toBe('399'), { timeout: 10_000 });
    const stamps = client.frames.slice(1).map(({ timestamp }) => Number(timestamp));
    expect(stamps).toContain(398);
    expect(stamps.length).toBeLessThan(400);
  });

  it('asks clients to reconnect when it closes', async () => {
    const client = connect();
    await client.next(1);
    expect(hub.connections()).toBe(1);
    const closed = new Promise<number>((resolve) => void client.socket.on('close', resolve));
    hub[Symbol.dispose]();
    expect(await closed).toBe(1012);
    await vi.waitFor(() => expect(hub.connections()).toBe(0));
  });
});
