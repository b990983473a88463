import { on } from 'node:events';
import { WebSocket } from 'ws';
import { reasonOf } from '#platform';
import { FeedError } from './feed.ts';

export interface FeedSocket extends AsyncDisposable {
  send(message: unknown): void;
  /** Messages as they come, parsed. Throws a FeedError when the connection is lost. */
  readonly messages: AsyncIterable<unknown>;
}

/** Vendors ping at least this often; a line that is silent for longer is dead. */
const SILENCE_MS = 60_000;
const CONNECT_MS = 15_000;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Messages held while the database is slow, before the socket is no longer read. */
const HIGH_WATER_MARK = 1_000;

/** Connects to a vendor's stream of JSON messages. The first ones are kept from the moment of connecting. */
export function openFeedSocket(name: string, url: string, signal: AbortSignal): FeedSocket {
  const socket = new WebSocket(url, {
    handshakeTimeout: CONNECT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    followRedirects: false,
  });
  const arriving = on(socket, 'message', { signal, close: ['close'], highWaterMark: HIGH_WATER_MARK });
  let silence = setTimeout(hangUp, SILENCE_MS);
  let waiting: unknown[] = [];
  function hangUp(): void {
    socket.terminate();
  }
  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(hangUp, SILENCE_MS);
  }
  socket.on('message', heard).on('ping', heard);
  socket.on('open', () => {
    for (const message of waiting) socket.send(JSON.stringify(message));
    waiting = [];
  });

  async function* messages(): AsyncGenerator {
    try {
      for await (const [data] of arriving) yield parsed(name, String(data));
    } catch (error) {
      if (error instanceof FeedError || signal.aborted) throw error;
      throw lost(name, `${reasonOf(error)}.`, error);
    }
    throw lost(name, 'It was closed at the other end, or silent for too long.');
  }

  return {
    messages: messages(),
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      else waiting.push(message);
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(silence);
      // A socket that is thrown away while it connects says so as an error.
      socket.on('error', () => undefined);
      socket.terminate();
    },
  };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw lost(name, 'It sent a message that is no JSON.', error);
  }
}

function lost(name: string, why: string, cause?: unknown): FeedError {
  return new FeedError({
    what: `The connection to ${name} is lost.`,
    why,
    fix: 'Check the network and the address.',
    retryable: true,
    cause,
  });
}
