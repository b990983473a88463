import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Line } from './line.ts';
import type { Form } from './message.ts';

const CLOSE_TIMEOUT_MS = 5_000;
/** RFC 6455 leaves 123 bytes; our reasons are ASCII. */
const MAX_REASON = 123;

/**
 * A WebSocket as a line. Frames are written to the socket beneath it, ready made; `ws` does the handshake, parses what
 * comes in, and sends control frames, which fit between ours.
 */
export class WebSocketLine implements Line {
  readonly form: Form;
  readonly #client: WebSocket;
  readonly #socket: Duplex;
  #isAlive = true;
  /** Ours, where we ended it: a client that does not answer the close has another. */
  #closeCode: number | undefined;

  constructor(client: WebSocket, socket: Duplex, form: Form) {
    this.#client = client;
    this.#socket = socket;
    this.form = form;
    client.on('pong', () => {
      this.#isAlive = true;
    });
  }

  get isOpen(): boolean {
    return this.#client.readyState === this.#client.OPEN;
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#closeCode = code;
    this.#client.close(code, reason.slice(0, MAX_REASON));
    // One that does not read will not answer either.
    setTimeout(() => this.#client.terminate(), CLOSE_TIMEOUT_MS).unref();
  }

  ping(): void {
    if (!this.#isAlive) return this.#client.terminate();
    this.#isAlive = false;
    if (this.isOpen) this.#client.ping();
  }

  onDrain(task: () => void): void {
    this.#socket.on('drain', task);
  }

  onClose(task: (code: number) => void): void {
    this.#client.on('close', (code) => task(this.#closeCode ?? code));
  }
}
