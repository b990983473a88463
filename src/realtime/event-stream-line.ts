import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { startSse } from '#platform';
import type { Line } from './line.ts';
import type { Form } from './message.ts';

const COMMENT = Buffer.from(':\n\n');

/** Server-sent events as a line. */
export class EventStreamLine implements Line {
  readonly form: Form = 'event-stream';
  readonly #response: ServerResponse;
  #wasStuck = false;

  /** Takes the reply over and sends its head. */
  constructor(reply: FastifyReply) {
    this.#response = reply.raw;
    this.#response.on('error', () => undefined);
    void startSse(reply).write(COMMENT);
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
    this.#response.end(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
    if (this.queuedBytes > 0) setTimeout(() => this.#response.destroy(), 5_000).unref();
  }

  ping(): void {
    const isStuck = this.queuedBytes > 0;
    if (isStuck && this.#wasStuck) this.#response.destroy();
    else if (this.isOpen) this.write(COMMENT);
    this.#wasStuck = isStuck;
  }

  onDrain(task: () => void): void {
    this.#response.on('drain', task);
  }

  onClose(task: () => void): void {
    this.#response.on('close', task);
  }
}
