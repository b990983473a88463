import { setTimeout as sleep } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Frame } from '#contracts/websocket';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';
import { openRawSocket, rawFrame } from '../support/raw-socket.ts';
import { openSocket, type TestSocket } from '../support/socket.ts';

const TEXT = 1;
const CLOSE = 8;
const MEGABYTE = 1024 * 1024;
const METRICS = '/analytics/metrics';

const stack = new AsyncDisposableStack();
let platform: Platform;
/** One who does all as it should be, and must not notice the others. */
let bystander: TestSocket;

beforeAll(async () => {
  platform = stack.use(await startTestPlatform());
  bystander = stack.use(openSocket(platform.url, METRICS));
  await bystander.next('metrics_summary');
});
afterAll(() => stack.disposeAsync());

async function bystanderIsServed(): Promise<void> {
  bystander.ask({ type: 'ping' });
  await bystander.next('pong');
}

const ping = (payload = '{"type":"ping"}') => rawFrame({ opcode: TEXT, payload });
const bomb = deflateRawSync(Buffer.alloc(10 * MEGABYTE, ' ')).subarray(0, -4);

describe('frames that end their connection with a code, and no other connection', () => {
  it.each([
    ['of more than 64 kB', [rawFrame({ opcode: TEXT, payload: Buffer.alloc(70_000, ' ') })], 1009],
    ['that say they will be huge', [rawFrame({ opcode: TEXT, length: 2 ** 40 })], 1009],
    [
      'whose parts together are too large',
      Array.from({ length: 4 }, (_, at) =>
        rawFrame({ opcode: at === 0 ? TEXT : 0, fin: false, payload: Buffer.alloc(20_000, ' ') }),
      ),
      1009,
    ],
    ['that inflate to too much', [rawFrame({ opcode: TEXT, reserved: 0x40, payload: bomb })], 1009],
    ['without a mask', [rawFrame({ opcode: TEXT, payload: '{}', masked: false })], 1002],
    ['with reserved bits', [rawFrame({ opcode: TEXT, payload: '{}', reserved: 0x20 })], 1002],
    ['of an unknown kind', [rawFrame({ opcode: 3, payload: '{}' })], 1002],
    ['that go on with nothing', [rawFrame({ opcode: 0, payload: '{}' })], 1002],
    ['that are pings in pieces', [rawFrame({ opcode: 9, fin: false })], 1002],
    ['that are pings of 126 bytes', [rawFrame({ opcode: 9, payload: Buffer.alloc(126) })], 1002],
    ['that are no UTF-8', [rawFrame({ opcode: TEXT, payload: Buffer.of(0xc3, 0x28) })], 1007],
    [
      'that close with a code nobody may send',
      [rawFrame({ opcode: CLOSE, payload: Buffer.of(3, 237) })],
      1002,
    ],
    ['that close with half a code', [rawFrame({ opcode: CLOSE, payload: Buffer.of(3) })], 1002],
  ] as const)('%s', async (_name, frames, code) => {
    const extension = { 'sec-websocket-extensions': 'permessage-deflate; server_max_window_bits=14' };
    using raw = await openRawSocket(platform.url, METRICS, extension);
    for (const frame of frames) raw.socket.write(frame);
    const { payload } = await raw.next(CLOSE);
    expect(payload.readUInt16BE(0)).toBe(code);
    await bystanderIsServed();
  });

  it('and one that is well is answered, whole or in pieces, however it is cut', async () => {
    using raw = await openRawSocket(platform.url, METRICS);
    const whole = Buffer.concat([
      rawFrame({ opcode: TEXT, fin: false, payload: '{"type":' }),
      rawFrame({ opcode: 9, payload: 'between' }),
      rawFrame({ opcode: 0, payload: '"ping"}' }),
    ]);
    for (const byte of whole) raw.socket.write(Buffer.of(byte));
    expect((await raw.next(10)).payload.toString()).toBe('between');
    for (;;) if ((await raw.next(TEXT)).payload.toString().includes('"pong"')) break;
  });
});

describe('requests that cannot be answered', () => {
  const deep = `{"type":"ping","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  const wrong: [string, unknown, string][] = [
    [METRICS, { type: 'request_metrics' }, '/metrics'],
    [METRICS, { type: 'request_metrics', metrics: [1] }, '/metrics/0'],
    [METRICS, { type: 'request_metrics', metrics: Array(5_000).fill('x') }, '/metrics'],
    [METRICS, { type: 'request_summary', more: true }, '/more'],
    [METRICS, { type: 'subscribe', topics: [] }, '/type'],
    [METRICS, { type: ['ping'] }, '/type'],
    [METRICS, { type: 'constructor' }, '/type'],
    [METRICS, JSON.parse('{"type":"ping","__proto__":{"a":1}}'), '/__proto__'],
    [METRICS, deep, '/a'],
    ['/analytics/dashboard', { type: 'request_dashboard', dashboard_type: 7 }, '/dashboard_type'],
    ['/analytics/predictions', { type: 'request_prediction', symbol: '', horizon_hours: 1 }, '/symbol'],
    [
      '/analytics/predictions',
      { type: 'request_prediction', symbol: 'A', horizon_hours: 1e9 },
      '/horizon_hours',
    ],
    ['/analytics/predictions', { type: 'request_anomalies', symbol: 'A', threshold: null }, '/threshold'],
    ['/analytics/alerts', { type: 'acknowledge_alert', alert_id: '1' }, '/alert_id'],
    ['/analytics/alerts', { type: 'acknowledge_alert', alert_id: 1.5 }, '/alert_id'],
    ['/analytics/alerts', { type: 'acknowledge_alert', alert_id: 1e300 }, '/alert_id'],
  ];

  it('are told where they are wrong, and the connection goes on', async () => {
    for (const [path, message, pointer] of wrong) {
      using client = openSocket(platform.url, path);
      await vi.waitFor(() => expect(client.socket.readyState).toBe(client.socket.OPEN));
      client.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      const { error } = (await client.next('error')) as { error?: { code: string; errors?: object[] } };
      const asked = JSON.stringify(message).slice(0, 200);
      expect([path, asked, error?.code]).toEqual([path, asked, 'invalid-fields']);
      expect(error?.errors?.[0]).toMatchObject({ pointer, message: expect.any(String) as string });
      client.ask({ type: 'ping' });
      await client.next('pong');
    }
    await bystanderIsServed();
  });

  it.each([
    ['/analytics/alerts', { type: 'acknowledge_alert', alert_id: Number.MAX_SAFE_INTEGER }, 'unknown-alert'],
    ['/analytics/dashboard', { type: 'request_dashboard', dashboard_type: 'nope' }, 'unknown-dashboard'],
    [METRICS, { type: 'request_metrics', metrics: ['a\u0000b'] }, 'invalid-fields'],
    ['/analytics/predictions', { type: 'request_prediction', symbol: 'NOPE' }, 'unknown-symbol'],
  ])('name what is not there: %s %o', async (path, message, code) => {
    using client = openSocket(platform.url, path);
    await vi.waitFor(() => expect(client.socket.readyState).toBe(client.socket.OPEN));
    client.ask(message);
    expect(await client.next('error')).toMatchObject({
      error: { code, status: expect.any(Number) as number },
    });
  });
});

/** As the server counts them. */
async function openConnections(): Promise<number> {
  const text = await (await fetch(`${platform.url}/metrics`)).text();
  const counts = text.matchAll(/^realtime_connections\{[^}]+\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('sockets that only cost', () => {
  it('are counted with the requests of their key, and told when it asked too much', async () => {
    await using limited = await startTestPlatform({ RATE_LIMIT_PER_MINUTE: '500' });
    using flooder = openSocket(limited.url, METRICS);
    await flooder.next('metrics_summary');
    for (let n = 0; n < 2_000; n++) flooder.ask({ type: 'request_summary', request_id: String(n) });
    const of = (type: string) => flooder.frames.filter((frame: Frame) => frame.type === type);
    await vi.waitFor(() => expect(of('error').length + of('summary_response').length).toBe(2_000), {
      timeout: 20_000,
    });
    expect(of('summary_response').length).toBeLessThanOrEqual(500);
    expect(of('error')[0]).toMatchObject({
      request_id: expect.any(String) as string,
      error: { code: 'rate-limited', status: 429, retryable: true },
    });
  });

  it('may break off in the middle of anything, and leave nothing behind', async () => {
    const half = ping().subarray(0, 4);
    for (let round = 0; round < 100; round++) {
      const raw = await openRawSocket(platform.url, METRICS);
      raw.socket.write(round % 2 === 0 ? Buffer.concat([ping(), half]) : half);
      if (round % 3 === 0) raw.socket.end();
      else raw.socket.destroy();
    }
    await bystanderIsServed();
    await vi.waitFor(async () => expect(await openConnections()).toBe(1), { timeout: 10_000 });
  });

  it('may not ping without end and read nothing: answers would pile up', async () => {
    using raw = await openRawSocket(platform.url, METRICS);
    const pings = Buffer.concat(Array(500).fill(rawFrame({ opcode: 9, payload: Buffer.alloc(125) })));
    for (let sent = 0; sent < 30 * MEGABYTE; sent += pings.byteLength) raw.socket.write(pings);
    await vi.waitFor(() => expect(raw.socket.destroyed).toBe(true), { timeout: 10_000 });
    await bystanderIsServed();
  });

  it('may say nothing at all after the handshake or before its end', async () => {
    using silent = await openRawSocket(platform.url, METRICS);
    expect((await silent.next(TEXT)).payload.toString()).toContain('metrics_summary');
    await sleep(50);
    await bystanderIsServed();
  });
});
