import type { WebSocket } from 'ws';

/** Above this many unsent bytes a client gets only the newest frame of each kind. */
const CONFLATE_ABOVE_BYTES = 64 * 1024;

/**
 * One client's outgoing side: the only place that writes to its socket. A client that reads slowly is never sent a
 * backlog: while it lags, newer frames of a key replace older ones, so memory stays bounded.
 */
export interface Connection {
  /** Sends at once, or keeps the newest frame of `key` until the socket has drained. */
  send(frame: Buffer, key: string): void;
  readonly lagging: boolean;
}

export function createConnection(socket: WebSocket): Connection {
  const waiting = new Map<string, Buffer>();
  const isFull = () => socket.bufferedAmount > CONFLATE_ABOVE_BYTES;

  function write(frame: Buffer): void {
    socket.send(frame, { binary: false }, (error) => {
      if (error === undefined || error === null) drain();
    });
  }

  function drain(): void {
    for (const [key, frame] of waiting) {
      if (isFull()) return;
      waiting.delete(key);
      write(frame);
    }
  }

  return {
    send(frame, key) {
      if (socket.readyState !== socket.OPEN) return;
      if (!isFull()) return write(frame);
      // Taken out first, so that what waits goes out in the order it was made.
      waiting.delete(key);
      waiting.set(key, frame);
    },
    get lagging() {
      return waiting.size > 0;
    },
  };
}
