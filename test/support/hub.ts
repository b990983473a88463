import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessRoom } from '#access';
import type { Scope } from '#contracts/access';
import type { Channel, ChannelHistory, Frame, HistoryFrame, Outlet, Position } from '#contracts/websocket';
import { type Bus, createBus, createLogger, DomainError, readConfig, systemClock } from '#platform';
import { acceptWebSockets, createHub, type Hub } from '#realtime';
import { openSocket, type TestSocket } from './socket.ts';

export interface TestHub extends AsyncDisposable {
  readonly url: string;
  readonly hub: Hub;
  readonly bus: Bus;
  connect(path: string, headers?: Record<string, string>): TestSocket;
}

const logger = createLogger({ logLevel: 'silent' });
export const GOOD_KEY = { authorization: 'Bearer good' };

interface TestHubOptions {
  readonly isStanding?: AccessRoom['isStanding'];
  readonly tickets?: AccessRoom['tickets'];
  readonly countRequest?: AccessRoom['countRequest'];
  readonly bus?: Bus;
  readonly pulseMs?: number;
  readonly connectionsPerKey?: number;
}

export function testHub(
  channels: readonly Channel[],
  options: TestHubOptions = {},
): { readonly bus: Bus; readonly hub: Hub } {
  const { bus = createBus(logger), isStanding = () => true, ...rest } = options;
  const { countRequest = async () => undefined } = options;
  const deps = { bus, clock: systemClock, logger, channels, isStanding, ...rest, countRequest };
  return { bus, hub: createHub(deps) };
}

/** A hub behind a real HTTP server; the key `good` may read analytics. */
export async function startTestHub(
  channels: readonly Channel[],
  options: TestHubOptions = {},
): Promise<TestHub> {
  await using stack = new AsyncDisposableStack();
  const server = createServer();
  stack.defer(() => void server.close());
  const { bus, hub } = testHub(channels, options);
  stack.use(hub);
  stack.use(
    acceptWebSockets(server, {
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
      tickets: options.tickets ?? { issue: async () => 't', redeem: async () => undefined },
    }),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const whole = stack.move();
  return {
    url,
    hub,
    bus,
    connect: (path, headers = GOOD_KEY) => whole.use(openSocket(url, path, headers)),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

/** A state channel whose updates the test makes. */
export function testStateChannel(parts: Partial<Channel> = {}): Channel & { readonly outlet: () => Outlet } {
  let given: Outlet | undefined;
  return {
    kind: 'state',
    path: '/analytics/figures',
    scope: 'analytics:read',
    summary: 'For the test',
    frames: {},
    requests: {},
    snapshot: async () => [{ type: 'snapshot', timestamp: 'now' }],
    startUpdates(outlet: Outlet) {
      given = outlet;
      return { [Symbol.dispose]: () => undefined };
    },
    ...parts,
    outlet() {
      if (given === undefined) throw new Error('the hub has not begun');
      return given;
    },
  } as Channel & { readonly outlet: () => Outlet };
}

/** A history in memory with the contract of the one in PostgreSQL. */
export class TestHistory implements ChannelHistory {
  epoch = 'first';
  readonly kept: HistoryFrame[] = [];
  #latest = 0;

  add(...frames: Frame[]): void {
    for (const frame of frames) this.kept.push({ offset: ++this.#latest, frame });
  }

  async position(): Promise<Position> {
    return { epoch: this.epoch, offset: this.#latest };
  }

  async after({ epoch, offset }: Position, limit: number): Promise<HistoryFrame[] | undefined> {
    const found = this.kept.filter((it) => it.offset > offset).slice(0, limit);
    const isWhole = offset === this.#latest || found[0]?.offset === offset + 1;
    return epoch === this.epoch && offset <= this.#latest && isWhole ? found : undefined;
  }
}

export function testEventChannel(history: ChannelHistory): Channel {
  return {
    kind: 'event',
    path: '/analytics/facts',
    scope: 'analytics:read',
    summary: 'For the test',
    frames: {},
    requests: {},
    snapshot: async () => [{ type: 'summary', timestamp: 'now' }],
    history,
  };
}
