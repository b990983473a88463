import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Scope } from '#contracts/access';
import { DomainError } from '#platform';
import { startTestHub, type TestHub, testStateChannel } from '../../test/support/hub.ts';

const FIGURES = '/analytics/figures';

let world: TestHub;
let lookUp: () => boolean;
let snapshot: Promise<void>;
const channel = testStateChannel({
  async snapshot() {
    await snapshot;
    return [{ type: 'snapshot', timestamp: 'now', data: 1 }];
  },
  requests: {
    say: {
      summary: 'Say a word',
      schema: Type.Object(
        {
          type: Type.Literal('say'),
          word: Type.String({ maxLength: 100 }),
          times: Type.Integer({ default: 1 }),
        },
        { additionalProperties: false },
      ),
      answers: 'said',
      async answer(message) {
        if (message.word === 'boom') throw new Error('secret detail');
        return { data: message.word, times: message.times };
      },
    },
    change: {
      summary: 'Needs more than reading',
      schema: Type.Object({ type: Type.Literal('change') }, { additionalProperties: false }),
      answers: 'changed',
      scope: 'alerts:write',
      answer: async () => ({}),
    },
  },
});
const tick = (n: number, key = 'tick', data?: string) =>
  channel.outlet().publish({ type: 'tick', timestamp: String(n), data }, key);

beforeEach(async () => {
  lookUp = () => true;
  snapshot = Promise.resolve();
  world = await startTestHub([channel], {
    isStanding: () => lookUp(),
    tickets: {
      issue: async () => 't',
      redeem: async (ticket) =>
        ticket === 'weak' ? { id: 'w', name: 'w', scopes: new Set<Scope>() } : undefined,
    },
  });
});
afterEach(() => world[Symbol.asyncDispose]());

describe('handshake', () => {
  it.each([
    ['/analytics/nothing', {}, 404, 'not-found'],
    [FIGURES, {}, 401, 'unauthenticated'],
    [FIGURES, { authorization: 'Bearer good', origin: 'https://evil.example' }, 403, 'forbidden-origin'],
    [`${FIGURES}?ticket=old`, {}, 401, 'unauthenticated'],
  ])('refuses %s %o with a problem', async (path, headers: Record<string, string>, status, code) => {
    const { socket } = world.connect(path, headers);
    const refused = await new Promise<{ status: number; body: string }>((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
    });
    expect([refused.status, (JSON.parse(refused.body) as { code: string }).code]).toEqual([status, code]);
  });

  it.each([
    ['without a WebSocket key', FIGURES, ['authorization: Bearer good'], 'invalid-request'],
    ['at an address that cannot be read', '//[', ['authorization: Bearer good'], 'invalid-request'],
    ['of nobody', FIGURES, [], 'unauthenticated'],
  ])(
    'answers one %s with a problem, and keeps no socket that the client holds open',
    async (_, path, headers, code) => {
      const { hostname, port } = new URL(world.url);
      const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
      let [text, isBroken] = ['', false];
      socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => (isBroken = true));
      const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'];
      const head = [`GET ${path} HTTP/1.1`, `host: ${hostname}`, ...headers, ...upgrade];
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      await vi.waitFor(() => expect(text).toContain(`"code":"${code}"`));
      expect(text).toMatch(/^HTTP\/1\.1 40[01] /);
      const probe = () => {
        socket.write('still here');
        expect(isBroken).toBe(true);
      };
      await vi.waitFor(probe, { timeout: 5_000 });
    },
  );

  it('tells a page whose ticket lacks the scope by a close code that it can see', async () => {
    const { code, reason } = await world.connect(`${FIGURES}?ticket=weak`, {}).closed;
    expect([code, reason]).toEqual([4403, expect.stringContaining('analytics:read')]);
  });

  it('lets listed origins in and sends the snapshot', async () => {
    const client = world.connect(`${FIGURES}/`, {
      authorization: 'Bearer good',
      origin: 'https://app.example',
    });
    expect(await client.next('snapshot')).toEqual({ type: 'snapshot', timestamp: 'now', data: 1 });
  });
});

describe('requests', () => {
  it('are answered; what cannot be answered is named, and the connection goes on', async () => {
    const client = world.connect(FIGURES);
    await client.next('snapshot');
    client.ask({ type: 'say', word: 'hi' });
    expect(await client.next('said')).toMatchObject({ type: 'said', data: 'hi', times: 1 });
    const told: string[] = [];
    const hear = async () => {
      const { error } = (await client.next('error')) as { error?: { code: string; detail: string } };
      told.push(`${error?.code}: ${error?.detail}`);
    };
    for (const frame of [
      'not json',
      '[]',
      'null',
      '{"type":"sing"}',
      '{"type":"__proto__"}',
      '{"type":"say"}',
      '{"type":"say","word":"boom"}',
      '{"type":"change"}',
    ]) {
      client.socket.send(frame);
      await hear();
    }
    client.socket.send(Buffer.from([1, 2]), { binary: true });
    await hear();
    expect(told.map((text) => text.split(':')[0])).toEqual([
      'invalid-json',
      'invalid-fields',
      'invalid-fields',
      'invalid-fields',
      'invalid-fields',
      'invalid-fields',
      'internal',
      'missing-scope',
      'invalid-request',
    ]);
    expect(told[3]).toContain('it takes say');
    expect(told.join()).not.toContain('secret detail');
  });

  it('of more than a frame may hold end the connection, and no other', async () => {
    const [flooder, other] = [world.connect(FIGURES), world.connect(FIGURES)];
    await Promise.all([flooder.next('snapshot'), other.next('snapshot')]);
    flooder.socket.send(`{"type":"say","word":"${'x'.repeat(70_000)}"}`);
    expect((await flooder.closed).code).toBe(1009);
    tick(1);
    await other.next('tick');
  });

  it('are read no faster than their answers are', async () => {
    const client = world.connect(FIGURES);
    await client.next('snapshot');
    client.socket.pause();
    const ask = JSON.stringify({ type: 'say', word: 'x'.repeat(100) });
    for (let n = 0; n < 20_000; n++) client.socket.send(ask);
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.socket.resume();
    await vi.waitFor(() => expect(client.frames.length).toBe(20_000), { timeout: 20_000 });
  });
});

describe('updates', () => {
  it('to a client that lags are the newest of each key only, and its memory stays bounded', async () => {
    const client = world.connect(FIGURES);
    const other = world.connect(FIGURES);
    await Promise.all([client.next('snapshot'), other.next('snapshot')]);
    client.socket.pause();
    const payload = randomBytes(40_000).toString('base64');
    for (let n = 0; n < 400; n++) {
      tick(n, `key-${n % 2}`, payload);
      if (n % 10 === 0) await vi.waitFor(() => expect(other.frames.at(-1)?.timestamp).toBe(`${n}`));
    }
    client.socket.resume();
    await vi.waitFor(() => expect(client.frames.at(-1)?.timestamp).toBe('399'), { timeout: 10_000 });
    const stamps = client.frames.map(({ timestamp }) => Number(timestamp));
    expect(stamps).toContain(398);
    expect(stamps.length).toBeLessThan(400);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  });

  it('made while a snapshot is read follow it, the newest of each key', async () => {
    let ready = () => undefined as void;
    snapshot = new Promise((resolve) => {
      ready = resolve;
    });
    const client = world.connect(FIGURES);
    await vi.waitFor(() => expect(world.hub.connections()).toBe(1));
    for (const n of [1, 2, 3]) tick(n);
    tick(4, 'other');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(client.frames).toEqual([]);
    ready();
    await client.next('snapshot');
    await vi.waitFor(() => expect(client.frames.map(({ timestamp }) => timestamp)).toEqual(['3', '4']));
  });

  it('arrive whole in every size, deflated where the client takes that and plain where not', async () => {
    const sizes = [0, 1, 80, 81, 125, 126, 1000, 5000, 65_400, 65_535, 65_536, 200_000];
    const deflating = world.connect(FIGURES);
    const plain = new WebSocket(world.url.replace('http', 'ws') + FIGURES, {
      headers: { authorization: 'Bearer good' },
      perMessageDeflate: false,
    });
    const plainSizes: number[] = [];
    plain.on('message', (raw: Buffer) => {
      const { type, data } = JSON.parse(raw.toString()) as { type: string; data: string };
      if (type === 'tick') plainSizes.push(data.length);
    });
    await vi.waitFor(() => expect(world.hub.connections()).toBe(2));
    await deflating.next('snapshot');
    for (const size of sizes) tick(size, `of ${size}`, 'ab12 '.repeat(size / 5 + 1).slice(0, size));
    await vi.waitFor(() => expect(plainSizes).toEqual(sizes));
    await vi.waitFor(() => expect(deflating.frames.length).toBe(sizes.length));
    expect(deflating.frames.map(({ data }) => (data as string).length)).toEqual(sizes);
    expect(deflating.socket.extensions).toContain('permessage-deflate');
    plain.terminate();
  });
});

describe('access', () => {
  it('ends with the key, at its next request or when the key changes', async () => {
    const [asking, listening] = [world.connect(FIGURES), world.connect(FIGURES)];
    await Promise.all([asking.next('snapshot'), listening.next('snapshot')]);
    world.bus.publish('access.keys.changed', { id: 'me' });
    asking.ask({ type: 'say', word: 'still here' });
    await asking.next('said');
    lookUp = () => false;
    asking.ask({ type: 'say', word: 'once more' });
    expect(await asking.closed).toMatchObject({
      code: 4401,
      reason: expect.stringContaining('revoked') as string,
    });
    expect(asking.frames).toEqual([]);
    world.bus.publish('access.keys.changed', { id: 'somebody else' });
    expect(listening.socket.readyState).toBe(WebSocket.OPEN);
    world.bus.publish('access.keys.changed', { id: 'me' });
    expect((await listening.closed).code).toBe(4401);
  });

  it('that cannot be looked up refuses a request and ends nothing', async () => {
    const client = world.connect(FIGURES);
    await client.next('snapshot');
    lookUp = () => {
      throw new DomainError('database-unavailable', 'away');
    };
    client.ask({ type: 'say', word: 'now', request_id: 'a' });
    expect(await client.next('error')).toMatchObject({
      request_id: 'a',
      error: { code: 'database-unavailable', retryable: true },
    });
    lookUp = () => true;
    client.ask({ type: 'say', word: 'then' });
    await client.next('said');
  });

  it('is over for now when the hub closes: clients are asked to come back', async () => {
    const client = world.connect(FIGURES);
    await client.next('snapshot');
    world.hub[Symbol.dispose]();
    expect((await client.closed).code).toBe(1012);
    await vi.waitFor(() => expect(world.hub.connections()).toBe(0));
  });
});

describe('a pulse', () => {
  it('ends a line that shows no life, and keeps one that does', async () => {
    const quick = await startTestHub([testStateChannel()], { pulseMs: 60 });
    const [dead, alive] = [quick.connect(FIGURES), quick.connect(FIGURES)];
    await Promise.all([dead.next('snapshot'), alive.next('snapshot')]);
    dead.socket.pause();
    await vi.waitFor(() => expect(quick.hub.connections()).toBe(1), { timeout: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    await quick[Symbol.asyncDispose]();
  });
});
