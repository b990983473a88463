/** A place in the history of an event channel. */
export interface Known {
  readonly epoch: string;
  readonly offset: number;
}

/** The WebSocket address of a channel at a server, e.g. `https://host` and `/analytics/alerts`. */
export function channelAddress(
  server: string,
  path: string,
  ticket: string | undefined,
  known: Known | undefined,
): string {
  const address = new URL(path, server);
  address.protocol = address.protocol.replace('http', 'ws');
  if (ticket !== undefined) address.searchParams.set('ticket', ticket);
  if (known !== undefined) {
    address.searchParams.set('epoch', known.epoch);
    address.searchParams.set('offset', String(known.offset));
  }
  return address.href;
}

const TICKET_WITHIN_MS = 15_000;

/** The key is not taken: coming back with it is no use. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/**
 * Asks for a one-time ticket, since neither may a key be in an address nor can a browser send it with a WebSocket.
 *
 * @throws RefusedError where the key is unknown or may not listen
 */
export async function fetchTicket(server: string, key: string): Promise<string> {
  const answer = await fetch(new URL('/analytics/ws-ticket', server), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(TICKET_WITHIN_MS),
  });
  const body = (await answer.json().catch(() => ({}))) as { ticket?: string; detail?: string };
  if (answer.status === 401 || answer.status === 403)
    throw new RefusedError(body.detail ?? 'The key was refused.');
  if (body.ticket === undefined) throw new Error(`no ticket: HTTP ${answer.status}`);
  return body.ticket;
}
