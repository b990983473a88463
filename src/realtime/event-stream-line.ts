import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { startSse } from '#platform';
import type { Line } from './line.ts';
import type { Form } from './message.ts';

const COMMENT = Buffer.from(':\n\n');
/** Browsers come back after so long, each after its own while, so that they do not come all at once. */
const RETRY_MS = { least: 1_000, spread: 4_000 };
/** "Going away" of RFC 6455: the client left. */
const LEFT = 1001;

/** Server-sent events as a line. */
export class EventStreamLine implements Line {
  readonly form: Form = 'event-stream';
  readonly #response: ServerResponse;
  /** What the network had taken at the last ping, where more was waiting; the same at the next means that nobody reads. */
  #takenWhileWaiting: number | undefined;
  #closeCode = LEFT;

  /** Takes the reply over and sends its head. */
  constructor(reply: FastifyReply) {
    this.#response = reply.raw;
    this.#response.on('error', () => undefined);
    const retryMs = Math.round(RETRY_MS.least + Math.random() * RETRY_MS.spread);
    void startSse(reply).write(`retry: ${retryMs}\n\n`);
  }

  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  get queuedBytes(): number {
    return this.#response.writableLength;
  }

  write(bytes: Buffer): void {
    this.#response.write(bytes);
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#closeCode = code;
    this.#response.end(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
    if (this.queuedBytes > 0) setTimeout(() => this.#response.destroy(), 5_000).unref();
  }

  ping(): void {
    const taken = (this.#response.socket?.bytesWritten ?? 0) - this.queuedBytes;
    if (taken === this.#takenWhileWaiting) this.#response.destroy();
    this.#takenWhileWaiting = this.queuedBytes > 0 ? taken : undefined;
    if (this.isOpen) this.write(COMMENT);
  }

  onDrain(task: () => void): void {
    this.#response.on('drain', task);
  }

  onClose(task: (code: number) => void): void {
    this.#response.on('close', () => task(this.#closeCode));
  }
}
