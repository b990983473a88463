import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Frame } from '#contracts/websocket';

export interface TestSocket extends Disposable {
  readonly socket: WebSocket;
  /** Every frame so far. */
  readonly frames: Frame[];
  /** Code and reason once it has closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Waits for a frame of this type, and takes it and those before it away. */
  next(type: string): Promise<Frame>;
  ask(message: object): void;
}

/** Opens a channel of a server at an `http:` address. */
export function openSocket(url: string, path: string, headers: Record<string, string> = {}): TestSocket {
  const socket = new WebSocket(new URL(path, url.replace('http', 'ws')), { headers });
  const frames: Frame[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (raw: Buffer) => frames.push(JSON.parse(raw.toString()) as Frame));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return {
    socket,
    frames,
    closed,
    async next(type) {
      const find = () => frames.findIndex((frame) => frame.type === type);
      await vi.waitFor(() => expect(frames.map((frame) => frame.type)).toContain(type), {
        timeout: 10_000,
        interval: 5,
      });
      return frames.splice(0, find() + 1).at(-1) as Frame;
    },
    ask: (message) => socket.send(JSON.stringify(message)),
    [Symbol.dispose]: () => socket.terminate(),
  };
}
