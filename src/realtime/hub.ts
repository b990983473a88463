import type { RawData } from 'ws';
import type { IsStanding } from '#access';
import type { Principal } from '#contracts/access';
import type { Channel, Position } from '#contracts/websocket';
import type { Bus, Clock, Logger } from '#platform';
import { Client } from './client.ts';
import { CLOSE, type Line } from './line.ts';
import { Message } from './message.ts';
import { serveChannel } from './served-channel.ts';

export interface Hub extends Disposable {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Takes over the line of an admitted client; `known` is where the client says it stands. */
  open(channel: Channel, line: Line, principal: Principal, known: Position | undefined): Session;
  connections(): number;
}

/** A client as its connection sees it. */
export interface Session {
  /** Answers a request; resolves when the answer is written. */
  ask(raw: RawData, binary: boolean): Promise<void>;
}

export interface HubDeps {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly Channel[];
  readonly isStanding: IsStanding;
  /** How often lines and keys are looked after. */
  readonly pulseMs?: number;
}

const PULSE_MS = 25_000;
const RESTART = 'the service restarts; reconnect';

/** Delivers frames of channels to their clients and requests of clients to their channel. It knows no domain. */
export function createHub(deps: HubDeps): Hub {
  const { bus, logger, isStanding } = deps;
  const resources = new DisposableStack();
  const served = new Map(
    deps.channels.map((channel) => [channel.path, resources.use(serveChannel(channel, deps))]),
  );
  const everyone = () => [...served.values()].flatMap(({ group }) => [...group.clients]);

  /** Ends the connection where its key ended. */
  async function check({ line, principal }: Client): Promise<boolean> {
    const stands = await isStanding(principal);
    if (!stands) line.close(CLOSE.accessEnded, 'the key was revoked or has expired; use another');
    return stands;
  }

  function checkAll(clients: readonly Client[]): void {
    Promise.all(clients.map(check)).catch((error: unknown) =>
      logger.warn({ err: error }, 'keys of open connections could not be checked'),
    );
  }

  resources.defer(bus.subscribe('channel.frames.committed', ({ path }) => served.get(path)?.wake()));
  resources.defer(
    bus.subscribe('bus.resumed', () => {
      for (const { wake } of served.values()) wake();
    }),
  );
  resources.defer(
    bus.subscribe('access.keys.changed', ({ id }) =>
      checkAll(everyone().filter(({ principal }) => principal.id === id)),
    ),
  );
  const pulse = setInterval(() => {
    for (const { line } of everyone()) line.ping();
    checkAll(everyone());
  }, deps.pulseMs ?? PULSE_MS).unref();
  resources.defer(() => clearInterval(pulse));

  return {
    channels: new Map(deps.channels.map((channel) => [channel.path, channel])),
    open({ path }, line, principal, known) {
      const at = served.get(path);
      if (at === undefined) throw new Error(`${path} is not a channel of this hub`);
      const client = new Client(line, at.channel.kind, principal);
      at.welcome(client, known).then(
        () => {
          if (resources.disposed) line.close(CLOSE.serviceRestart, RESTART);
        },
        (error: unknown) => {
          logger.error({ err: error, channel: path }, 'a snapshot could not be made');
          line.close(CLOSE.internalError, 'the snapshot could not be made; reconnect');
        },
      );
      return {
        async ask(raw, binary) {
          if (await check(client)) client.sendNow(new Message(await at.answer(raw, binary, principal)));
        },
      };
    },
    connections: () => everyone().length,
    [Symbol.dispose]() {
      resources.dispose();
      for (const { group } of served.values()) group.close(CLOSE.serviceRestart, RESTART);
    },
  };
}
