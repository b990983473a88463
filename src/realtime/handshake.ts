import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AccessRoom, type Admit, allow, isAllowedOrigin } from '#access';
import type { Principal } from '#contracts/access';
import type { Config } from '#contracts/config';
import type { Channel, Position } from '#contracts/websocket';
import { DomainError, type Logger, refuseSocket } from '#platform';
import type { Hub } from './hub.ts';
import { CLOSE } from './line.ts';
import type { Form } from './message.ts';
import { readPosition } from './position.ts';
import { takeRequests } from './take-requests.ts';
import { WebSocketLine } from './web-socket-line.ts';

const MAX_FRAME_BYTES = 64 * 1024;

export interface HandshakeDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly admit: Admit;
  readonly tickets: AccessRoom['tickets'];
  readonly hub: Hub;
}

interface Admitted {
  readonly channel: Channel;
  readonly principal: Principal;
  readonly known: Position | undefined;
  /** What the ticket's owner lacks. A page sees nothing of a refused handshake, only why a connection was closed. */
  readonly lacks?: DomainError;
}

/** Answers WebSocket handshakes on a server: channel, origin and caller are checked before a socket exists. */
export function acceptWebSockets(server: Server, deps: HandshakeDeps): Disposable {
  const { hub, logger } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    // Negotiated here, done by Message: once for all clients, so without context from one message to the next.
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
    clientTracking: false,
  });
  // One for all: made for each socket, it would keep the whole request in memory.
  const onBroken = (error: Error) => logger.debug({ reason: error.message }, 'a WebSocket broke');
  const forms = new WeakMap<IncomingMessage, Form>();
  function refuse(socket: Duplex, error: unknown, url: string | undefined): void {
    const problem = refuseSocket(socket, error, url?.split('?')[0]);
    if (problem.status >= 500)
      logger.error({ err: error, requestId: problem.request_id }, 'a handshake failed');
  }

  sockets.on('wsClientError', (error, socket, request) =>
    refuse(
      socket,
      new DomainError('invalid-request', `This is no WebSocket handshake: ${error.message}.`),
      request.url,
    ),
  );
  sockets.on('headers', (headers, request) => forms.set(request, formOf(headers)));

  function attach(client: WebSocket, request: IncomingMessage, socket: Duplex, admitted: Admitted): void {
    client.on('error', onBroken);
    const line = new WebSocketLine(client, socket, forms.get(request) ?? 'frame');
    const { channel, principal, known, lacks } = admitted;
    if (lacks !== undefined) return line.close(CLOSE.missingScope, lacks.message);
    takeRequests(client, line, hub.open(channel, line, principal, known));
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => logger.debug({ reason: error.message }, 'a handshake broke'));
    admitHandshake(request, deps).then(
      (admitted) =>
        sockets.handleUpgrade(request, socket, head, (client) => attach(client, request, socket, admitted)),
      (error: unknown) => refuse(socket, error, request.url),
    );
  });
  return { [Symbol.dispose]: () => sockets.close() };
}

/** Whether the extension was agreed on, with the window that we deflate with. */
function formOf(headers: readonly string[]): Form {
  const agreed = headers.find((header) => header.startsWith('Sec-WebSocket-Extensions:'));
  return agreed === undefined || /server_max_window_bits=(?!15)/.test(agreed) ? 'frame' : 'deflated';
}

async function admitHandshake(request: IncomingMessage, deps: HandshakeDeps): Promise<Admitted> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url === null) throw new DomainError('invalid-request', 'The address of the handshake cannot be read.');
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
  if (ticket === null) {
    const caller = { remoteAddress: request.socket.remoteAddress, headers: request.headers };
    return { channel, known, principal: await deps.admit(caller, channel.scope) };
  }
  const principal = await deps.tickets.redeem(ticket);
  if (principal === undefined)
    throw new DomainError(
      'unauthenticated',
      'The ticket is unknown, used or expired, or its key has ended. Ask for a new one and connect at once.',
    );
  try {
    return { channel, known, principal: allow(principal, channel.scope) };
  } catch (error) {
    if (error instanceof DomainError) return { channel, known, principal, lacks: error };
    throw error;
  }
}
