import { randomUUID } from 'node:crypto';
import { Compile, type Validator } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import type { Principal } from '#contracts/access';
import type { Channel, ChannelRequest, Frame } from '#contracts/websocket';
import { type Clock, DomainError, fieldErrors, type Logger, toProblem } from '#platform';
import { type Connection, createConnection } from './connection.ts';

export interface Hub {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Sends a frame to every client of a channel; it is serialised once. `key` names what a newer frame replaces. */
  publish(path: string, frame: Frame, key: string): void;
  /** Takes over a socket whose handshake has been admitted. */
  attach(channel: Channel, socket: WebSocket, principal: Principal): Promise<void>;
  connections(): number;
  close(): void;
}

export interface HubDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly Channel[];
}

/** "Service restart" of RFC 6455's registry: clients reconnect. */
const SERVICE_RESTART = 1012;

interface CompiledRequest {
  readonly request: ChannelRequest;
  readonly validator: Validator;
}

/** Delivers frames of channels to their clients and requests of clients to their channel. It knows no domain. */
export function createHub(deps: HubDeps): Hub {
  const { clock, logger } = deps;
  const channels = new Map(deps.channels.map((channel) => [channel.path, channel]));
  const requests = new Map(deps.channels.map((channel) => [channel.path, compileRequests(channel)]));
  const clients = new Map<string, Map<WebSocket, Connection>>(
    deps.channels.map(({ path }) => [path, new Map()]),
  );

  async function answer(
    channel: Channel,
    principal: Principal,
    raw: RawData,
    binary: boolean,
  ): Promise<Frame> {
    const timestamp = new Date(clock.now()).toISOString();
    try {
      const message = readMessage(raw, binary);
      const { type } = message;
      const known = requests.get(channel.path)?.get(type);
      if (known === undefined) throw unknownRequest(channel, type);
      if (!known.validator.Check(message)) {
        throw new DomainError('invalid-fields', `The fields of "${type}" are not valid.`, {
          errors: fieldErrors(known.validator, message, ''),
        });
      }
      return { ...(await known.request.answer(message, principal)), type: known.request.answers, timestamp };
    } catch (error) {
      const problem = toProblem(error, randomUUID(), channel.path);
      if (problem.status >= 500)
        logger.error({ err: error, channel: channel.path }, 'a WebSocket request failed');
      return { type: 'error', timestamp, error: problem };
    }
  }

  return {
    channels,
    publish(path, frame, key) {
      const receivers = clients.get(path);
      if (receivers === undefined || receivers.size === 0) return;
      const bytes = encode(frame);
      for (const connection of receivers.values()) connection.send(bytes, key);
    },
    async attach(channel, socket, principal) {
      const connection = createConnection(socket);
      const group = clients.get(channel.path);
      let replies = 0;
      socket.on('close', () => group?.delete(socket));
      socket.on('error', (error) => logger.debug({ reason: error.message }, 'a WebSocket broke'));
      socket.on('message', (raw, binary) => {
        const key = `reply-${replies++}`;
        void answer(channel, principal, raw, binary).then((frame) => connection.send(encode(frame), key));
      });
      // Joined before the snapshot is read: an update made meanwhile arrives too, and none is missed.
      group?.set(socket, connection);
      for (const [index, frame] of (await channel.snapshot(principal)).entries())
        connection.send(encode(frame), `snapshot-${index}`);
    },
    connections: () => [...clients.values()].reduce((sum, group) => sum + group.size, 0),
    close() {
      for (const group of clients.values())
        for (const socket of group.keys()) socket.close(SERVICE_RESTART, 'the service restarts; reconnect');
    },
  };
}

function compileRequests(channel: Channel): Map<string, CompiledRequest> {
  return new Map(
    Object.entries(channel.requests).map(([type, request]) => [
      type,
      { request, validator: Compile(request.schema) },
    ]),
  );
}

function encode(frame: Frame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}

function readMessage(raw: RawData, binary: boolean): Record<string, unknown> & { type: string } {
  if (binary) throw new DomainError('invalid-request', 'Frames are JSON text, not binary.');
  let message: unknown;
  try {
    message = JSON.parse(rawText(raw));
  } catch {
    throw new DomainError('invalid-json', 'The frame is not valid JSON.');
  }
  if (
    typeof message !== 'object' ||
    message === null ||
    typeof (message as { type?: unknown }).type !== 'string'
  ) {
    throw new DomainError('invalid-fields', 'A frame is an object with a "type".', {
      errors: [{ pointer: '/type', message: 'is required' }],
    });
  }
  return message as Record<string, unknown> & { type: string };
}

function rawText(raw: RawData): string {
  if (Buffer.isBuffer(raw)) return raw.toString('utf8');
  return Array.isArray(raw) ? Buffer.concat(raw).toString('utf8') : Buffer.from(raw).toString('utf8');
}

function unknownRequest(channel: Channel, type: string): DomainError {
  const known = Object.keys(channel.requests).join(', ');
  return new DomainError(
    'invalid-fields',
    `"${type.slice(0, 64)}" is not a request of ${channel.path}; it takes ${known}.`,
    {
      errors: [{ pointer: '/type', message: `must be one of ${known}` }],
    },
  );
}
