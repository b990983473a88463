import type { WebSocket } from 'ws';
import type { Principal } from '#contracts/access';
import type { Channel, Frame, Position } from '#contracts/websocket';
import type { Bus, Clock, Logger } from '#platform';
import { type Connection, createConnection } from './connection.ts';
import { type Follower, followHistory } from './follow-history.ts';
import { openingOf } from './opening.ts';
import { type Answerer, answerer } from './requests.ts';

export interface Hub extends Disposable {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Takes over a socket whose handshake has been admitted; `known` is where the client says it stands. */
  attach(
    channel: Channel,
    socket: WebSocket,
    principal: Principal,
    known: Position | undefined,
  ): Promise<void>;
  connections(): number;
}

export interface HubDeps {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly Channel[];
}

/** "Service restart" of RFC 6455's registry: clients reconnect. */
const SERVICE_RESTART = 1012;
/** The client's position is not kept any more: it reconnects and gets a snapshot. */
const HISTORY_LOST = 3010;

interface Client {
  readonly connection: Connection;
  /** Offset of the newest frame sent; event channels only. */
  sentOffset: number;
}

interface Group {
  readonly channel: Channel;
  readonly clients: Map<WebSocket, Client>;
  readonly answer: Answerer;
  /** Event channels only. */
  readonly follower: Follower | undefined;
}

/** Delivers frames of channels to their clients and requests of clients to their channel. It knows no domain. */
export function createHub(deps: HubDeps): Hub {
  const { bus, clock, logger } = deps;
  const resources = new DisposableStack();
  const groups = new Map(deps.channels.map((channel) => [channel.path, groupOf(channel)]));
  const byPath = (path: string) => groups.get(path)?.follower?.wake();
  resources.defer(bus.subscribe('channel.frames.committed', ({ path }) => byPath(path)));
  resources.defer(
    bus.subscribe('bus.resumed', () => {
      for (const path of groups.keys()) byPath(path);
    }),
  );

  function groupOf(channel: Channel): Group {
    const clients = new Map<WebSocket, Client>();
    const isWatched = () => clients.size > 0;
    if (channel.kind === 'state')
      resources.use(
        channel.startUpdates({ isWatched, publish: (frame, key) => publish(clients, frame, key) }),
      );
    const follower =
      channel.kind === 'event'
        ? resources.use(
            followHistory({
              history: channel.history,
              logger,
              isWatched,
              deliver: ({ frame, offset }, epoch) =>
                deliver(clients, offset, encode({ ...frame, epoch, offset })),
              lost: () => closeAll(clients, HISTORY_LOST, 'frames were lost; reconnect'),
            }),
          )
        : undefined;
    return { channel, clients, follower, answer: answerer(channel, { clock, logger }) };
  }

  return {
    channels: new Map(deps.channels.map((channel) => [channel.path, channel])),
    async attach(channel, socket, principal, known) {
      const group = groups.get(channel.path);
      if (group === undefined) throw new Error(`${channel.path} is not a channel of this hub`);
      const client: Client = { connection: createConnection(socket), sentOffset: 0 };
      let replies = 0;
      const reply = (frame: Frame) => client.connection.send(encode(frame), `reply-${replies++}`);
      socket.on('close', () => group.clients.delete(socket));
      socket.on('error', (error) => logger.debug({ reason: error.message }, 'a WebSocket broke'));
      socket.on('message', (raw, binary) => void group.answer(raw, binary, principal).then(reply));
      const join = () => {
        if (socket.readyState === socket.OPEN) group.clients.set(socket, client);
      };
      if (channel.kind === 'state') {
        // Joined before the snapshot is read: an update made meanwhile arrives too, and none is missed.
        join();
        for (const frame of await channel.snapshot(principal)) reply(frame);
        return;
      }
      const timestamp = new Date(clock.now()).toISOString();
      const { frames, position } = await openingOf(channel, principal, known, timestamp);
      for (const frame of frames) reply(frame);
      client.sentOffset = position.offset;
      join();
      group.follower?.begin(position);
    },
    connections: () => [...groups.values()].reduce((sum, { clients }) => sum + clients.size, 0),
    [Symbol.dispose]() {
      resources.dispose();
      for (const { clients } of groups.values())
        closeAll(clients, SERVICE_RESTART, 'the service restarts; reconnect');
    },
  };
}

function publish(clients: ReadonlyMap<WebSocket, Client>, frame: Frame, key: string): void {
  if (clients.size === 0) return;
  const bytes = encode(frame);
  for (const { connection } of clients.values()) connection.send(bytes, key);
}

function deliver(clients: ReadonlyMap<WebSocket, Client>, offset: number, bytes: Buffer): void {
  for (const client of clients.values()) {
    if (offset <= client.sentOffset) continue;
    client.sentOffset = offset;
    client.connection.send(bytes, `event-${offset}`);
  }
}

function closeAll(clients: ReadonlyMap<WebSocket, unknown>, code: number, reason: string): void {
  for (const socket of clients.keys()) socket.close(code, reason);
}

function encode(frame: Frame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}
