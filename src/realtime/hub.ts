import type { RawData } from 'ws';
import type { IsStanding } from '#access';
import type { Principal } from '#contracts/access';
import type { Channel, Position } from '#contracts/websocket';
import { type Bus, type Clock, DomainError, type Logger, type MetricFamily } from '#platform';
import { createAllowance } from './allowance.ts';
import { Client } from './client.ts';
import { keepLines } from './keeper.ts';
import { CLOSE, type Line } from './line.ts';
import { Message } from './message.ts';
import { realtimeFamilies } from './metrics.ts';
import { serveChannel } from './served-channel.ts';

export interface Hub extends Disposable {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Takes over the line of an admitted client; `known` is where the client says it stands. */
  open(channel: Channel, line: Line, principal: Principal, known: Position | undefined): Session;
  connections(): number;
  /** For Prometheus. */
  readonly metrics: () => MetricFamily[];
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
  /** Connections that one key may hold open here. */
  readonly connectionsPerKey?: number;
  /** Throws a DomainError where a client has asked too much. */
  readonly countRequest: (principal: Principal) => Promise<void>;
  /** How often lines and keys are looked after. */
  readonly pulseMs?: number;
}

/** Of a client that is not served. */
const NOBODY: Session = { ask: async () => undefined };
const RESTART = 'the service restarts; reconnect';

/** Delivers frames of channels to their clients and requests of clients to their channel. It knows no domain. */
export function createHub(deps: HubDeps): Hub {
  const { bus, logger } = deps;
  const resources = new DisposableStack();
  const allowance = createAllowance(deps.connectionsPerKey ?? Infinity);
  const served = new Map(
    deps.channels.map((channel) => [channel.path, resources.use(serveChannel(channel, deps))]),
  );
  const everyone = () => [...served.values()].flatMap(({ group }) => [...group.clients]);
  const keeper = resources.use(keepLines({ ...deps, everyone }));
  resources.defer(bus.subscribe('channel.frames.committed', ({ path }) => served.get(path)?.wake()));
  resources.defer(
    bus.subscribe('bus.resumed', () => {
      for (const { wake } of served.values()) wake();
    }),
  );

  async function admitRequest(client: Client): Promise<void> {
    if (!(await keeper.check(client)))
      throw new DomainError('unauthenticated', 'The key was revoked or has expired; use another.');
    await deps.countRequest(client.principal);
  }

  return {
    channels: new Map(deps.channels.map((channel) => [channel.path, channel])),
    open({ path }, line, principal, known) {
      const at = served.get(path);
      if (at === undefined) throw new Error(`${path} is not a channel of this hub`);
      // It has left already, and will not say so again.
      if (!line.isOpen) return NOBODY;
      line.onClose((code) => at.tally.ended(code));
      const release = allowance.take(principal.id);
      if (release === undefined) {
        line.close(CLOSE.tooMany, `the key holds ${deps.connectionsPerKey} connections; close some`);
        return NOBODY;
      }
      line.onClose(release);
      const client = new Client(line, at.channel.kind, principal, at.tally);
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
          const answer = await at.answer({ raw, binary, principal, admit: () => admitRequest(client) });
          at.tally[answer.type === 'error' ? 'refused' : 'answered'] += 1;
          client.sendNow(new Message(answer));
        },
      };
    },
    connections: () => everyone().length,
    metrics: () => realtimeFamilies([...served].map(([path, { group, tally }]) => ({ path, group, tally }))),
    [Symbol.dispose]() {
      resources.dispose();
      for (const { group } of served.values()) group.close(CLOSE.serviceRestart, RESTART);
    },
  };
}
