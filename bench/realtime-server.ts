/**
 * The senders of the realtime benchmark in one process: the hub, `ws.send(string)` to each socket, and frames made once
 * and written to each raw socket. Told what to do by its parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { Scope } from '#contracts/access';
import type { Outlet, StateChannel } from '#contracts/websocket';
import { createBus, createLogger, readConfig, systemClock } from '#platform';
import { acceptWebSockets, createHub } from '#realtime';

export type Candidate = 'hub' | 'send' | 'raw';
export type Order =
  | {
      readonly do: 'publish';
      readonly to: Candidate;
      readonly arrivals: readonly number[];
      readonly bytes: number;
    }
  | { readonly do: 'memory' };
export interface Report {
  readonly url?: string;
  readonly cpuMs?: number;
  readonly rssBytes?: number;
}

const HUB_PATH = '/analytics/figures';
const logger = createLogger({ logLevel: 'silent' });
const reader = { id: 'reader', name: 'reader', scopes: new Set<Scope>(['analytics:read']) };

let outlet: Outlet | undefined;
const channel: StateChannel = {
  kind: 'state',
  path: HUB_PATH,
  scope: 'analytics:read',
  summary: 'Figures of the benchmark',
  frames: {},
  requests: {},
  snapshot: async () => [],
  startUpdates(given) {
    outlet = given;
    return { [Symbol.dispose]: () => undefined };
  },
};

const server = createServer();
const hub = createHub({
  bus: createBus(logger),
  clock: systemClock,
  logger,
  channels: [channel],
  isStanding: () => true,
  countRequest: async () => undefined,
});
acceptWebSockets(server, {
  config: readConfig({}),
  logger,
  hub,
  admit: () => reader,
  tickets: { issue: async () => '', redeem: async () => reader },
});

/** The other two on a server of their own, each at its path. */
const others = createServer();
const plain = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const rawSockets = new Set<Duplex>();
const sendSockets = new Set<WebSocket>();
others.on('upgrade', (request, socket, head) =>
  plain.handleUpgrade(request, socket, head, (client) => {
    if (request.url === '/raw') keep(rawSockets, socket, client);
    else keep(sendSockets, client, client);
  }),
);

function keep<It>(set: Set<It>, it: It, client: WebSocket): void {
  set.add(it);
  client.on('close', () => set.delete(it));
  client.on('error', () => undefined);
}

/** `{"type":"tick","timestamp":"1764…","data":"xx…"}` of the wanted length; the clients find the time by its place. */
function figure(bytes: number) {
  const timestamp = (performance.timeOrigin + performance.now()).toFixed(3);
  return { type: 'tick', timestamp, data: 'x'.repeat(bytes - 54) };
}

let published = 0;
const publishers: Record<Candidate, (bytes: number) => void> = {
  hub: (bytes) => outlet?.publish(figure(bytes), `key-${published++ % 10}`),
  send(bytes) {
    const text = JSON.stringify(figure(bytes));
    for (const client of sendSockets) client.send(text);
  },
  raw(bytes) {
    const payload = Buffer.from(JSON.stringify(figure(bytes)));
    const head = Buffer.of(0x81, 126, payload.byteLength >> 8, payload.byteLength & 0xff);
    const frame = Buffer.concat([head, payload]);
    for (const socket of rawSockets) socket.write(frame);
  },
};

async function publish(to: Candidate, arrivals: readonly number[], bytes: number): Promise<number> {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  for (const atMs of arrivals) {
    const waitMs = startMs + atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    publishers[to](bytes);
  }
  await sleep(60);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}

async function obey(order: Order): Promise<Report> {
  if (order.do === 'publish') return { cpuMs: await publish(order.to, order.arrivals, order.bytes) };
  for (let n = 0; n < 3; n++) {
    globalThis.gc?.();
    await sleep(50);
  }
  return { rssBytes: process.memoryUsage.rss() };
}

process.on('message', (order: Order) => void obey(order).then((report) => process.send?.(report)));
process.on('disconnect', () => process.exit());
for (const it of [server, others])
  await new Promise<void>(
    (resolve) => void it.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve),
  );
const [own, theirs] = [server, others].map((it) => (it.address() as AddressInfo).port);
process.send?.({ url: `${own} ${theirs}` });
