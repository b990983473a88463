import { channelAddress, fetchTicket } from './address.ts';
import { ChannelClient, type Line, type LineEvents } from './channel-client.ts';
import type { ChannelName } from './channels.ts';

export { channelAddress, RefusedError } from './address.ts';
export type { ChannelClient, ClientPhase, ClientState } from './channel-client.ts';
export type { AnswerTo, ChannelName, Channels, FrameOf, RequestOf } from './channels.ts';
export { RequestError } from './pending-requests.ts';

export interface ConnectOptions<Name extends ChannelName> {
  /** Where the platform answers, e.g. `https://riches.example`. */
  readonly server: string;
  /** `alerts` for `/analytics/alerts`. */
  readonly channel: Name;
  /** Exchanged for a one-time ticket at every connection. */
  readonly key?: string;
  /** In place of `key`, where tickets come another way; undefined connects without one. */
  readonly ticket?: () => Promise<string | undefined>;
}

/**
 * A client of one channel, in browsers and Node from 22 on. It does nothing until `connect()`, then keeps itself connected.
 *
 * @example
 * const alerts = channelClient({ server: 'https://riches.example', channel: 'alerts', key });
 * alerts.onFrame((frame) => console.log(frame));
 * alerts.connect();
 */
export function channelClient<Name extends ChannelName>(options: ConnectOptions<Name>): ChannelClient<Name> {
  if (typeof WebSocket === 'undefined')
    throw new Error('There is no WebSocket here. Node has it from version 22 on.');
  const { server, channel, key } = options;
  const ticket = options.ticket ?? (async () => (key === undefined ? undefined : fetchTicket(server, key)));
  return new ChannelClient<Name>({
    address: async (known) => channelAddress(server, `/analytics/${channel}`, await ticket(), known),
    open: openWebSocket,
    now: Date.now,
    random: Math.random,
    later(task, milliseconds) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    awoken: whenAwoken,
  });
}

interface Page {
  readonly window?: EventTarget;
  readonly document?: EventTarget & { readonly visibilityState: string };
}

/** A page comes back into view, or its network comes back; a server process has neither. */
function whenAwoken(task: () => void): () => void {
  const { window, document } = globalThis as Page;
  const whenSeen = () => {
    if (document?.visibilityState === 'visible') task();
  };
  document?.addEventListener('visibilitychange', whenSeen);
  window?.addEventListener('online', task);
  return () => {
    document?.removeEventListener('visibilitychange', whenSeen);
    window?.removeEventListener('online', task);
  };
}

function openWebSocket(address: string, events: LineEvents): Line {
  const socket = new WebSocket(address);
  socket.addEventListener('open', events.opened);
  socket.addEventListener('message', ({ data }) => events.message(data));
  socket.addEventListener('close', ({ code, reason }) => events.closed(code, reason));
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
}
