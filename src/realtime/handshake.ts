import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type AccessRoom, type Admit, allow, isAllowedOrigin } from '#access';
import type { Principal } from '#contracts/access';
import type { Config } from '#contracts/config';
import type { Channel, Position } from '#contracts/websocket';
import { DomainError, type Logger, toProblem } from '#platform';
import type { Hub } from './hub.ts';

const MAX_FRAME_BYTES = 64 * 1024;
const PING_MS = 25_000;

export interface HandshakeDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly admit: Admit;
  readonly tickets: AccessRoom['tickets'];
  readonly hub: Hub;
}

/** Answers WebSocket handshakes on a server: channel, origin and caller are checked before a socket exists. */
export function acceptWebSockets(server: Server, deps: HandshakeDeps): Disposable {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => deps.logger.debug({ reason: error.message }, 'a handshake broke'));
    void admitHandshake(request, deps).then(
      ({ channel, principal, known }) =>
        sockets.handleUpgrade(request, socket, head, (client) => {
          deps.hub.attach(channel, client, principal, known).catch((error: unknown) => {
            deps.logger.error({ err: error, channel: channel.path }, 'a snapshot could not be made');
            client.close(1011, 'the snapshot could not be made; reconnect');
          });
        }),
      (error: unknown) => refuse(socket, error, request.url),
    );
  });
  const pulse = endDeadSockets(sockets);
  return {
    [Symbol.dispose]() {
      clearInterval(pulse);
      sockets.close();
    },
  };
}

async function admitHandshake(
  request: IncomingMessage,
  deps: HandshakeDeps,
): Promise<{ channel: Channel; principal: Principal; known: Position | undefined }> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const channel = deps.hub.channels.get(url.pathname.replace(/(.)\/$/, '$1'));
  if (channel === undefined)
    throw new DomainError(
      'not-found',
      `There is no channel ${url.pathname}. Channels: ${[...deps.hub.channels.keys()].join(', ')}.`,
    );
  if (!isAllowedOrigin(request.headers, deps.config))
    throw new DomainError(
      'forbidden-origin',
      'This page may not open a connection here. Add its origin to ALLOWED_ORIGINS.',
    );
  const known = readPosition(url.searchParams.get('epoch'), url.searchParams.get('offset'));
  const ticket = url.searchParams.get('ticket');
  if (ticket === null)
    return {
      channel,
      known,
      principal: await deps.admit(
        { remoteAddress: request.socket.remoteAddress, headers: request.headers },
        channel.scope,
      ),
    };
  const principal = await deps.tickets.redeem(ticket);
  if (principal === undefined)
    throw new DomainError(
      'unauthenticated',
      'The ticket is unknown, used or expired. Ask for a new one and connect at once.',
    );
  return { channel, known, principal: allow(principal, channel.scope) };
}

/** What is no position at all is treated like none that is kept: the client gets a snapshot and is told so. */
function readPosition(epoch: string | null, offset: string | null): Position | undefined {
  if (epoch === null && offset === null) return undefined;
  const isOffset = offset !== null && /^\d{1,15}$/.test(offset);
  return { epoch: isOffset ? (epoch ?? '') : '', offset: isOffset ? Number(offset) : 0 };
}

function refuse(socket: Duplex, error: unknown, url: string | undefined): void {
  const problem = toProblem(error, randomUUID(), url?.split('?')[0]);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Pings every client and ends those that did not answer the last ping. */
function endDeadSockets(sockets: WebSocketServer): NodeJS.Timeout {
  const silent = new WeakSet<object>();
  return setInterval(() => {
    for (const client of sockets.clients) {
      if (silent.has(client)) client.terminate();
      else {
        silent.add(client);
        client.once('pong', () => silent.delete(client));
        client.ping();
      }
    }
  }, PING_MS).unref();
}
