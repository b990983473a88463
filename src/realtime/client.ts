import type { Principal } from '#contracts/access';
import type { Channel } from '#contracts/websocket';
import { CLOSE, type Line } from './line.ts';
import type { Batch, Message } from './message.ts';
import type { Tally } from './tally.ts';

/** Above this many unsent bytes a client of a state channel gets only the newest message of each key. */
const CONFLATE_ABOVE_BYTES = 64 * 1024;
/** Above this many a client of an event channel is sent away, to resume when it can. */
const MAX_QUEUED_EVENT_BYTES = 1024 * 1024;

let nextNumber = 0;

/**
 * One client's outgoing side: the only place that writes to its line. A client that reads slowly never makes memory
 * grow: figures are conflated, and facts end the connection before their queue is long.
 */
export class Client {
  /** Counts the clients of this process, so that they can be told apart. */
  readonly number = nextNumber++;
  readonly principal: Principal;
  readonly line: Line;
  /** Offset of the newest event sent. */
  sentOffset = 0;
  readonly #kind: Channel['kind'];
  readonly #tally: Tally;
  /** Figures made while the snapshot was read, or while the line was full. */
  #waiting: Map<string, Message> | undefined;
  #isHeld = true;

  constructor(line: Line, kind: Channel['kind'], principal: Principal, tally: Tally) {
    this.line = line;
    this.principal = principal;
    this.#kind = kind;
    this.#tally = tally;
    line.onDrain(() => this.#drain());
  }

  get isLagging(): boolean {
    return this.line.queuedBytes > CONFLATE_ABOVE_BYTES;
  }

  /** Sends now: snapshots and answers, which nothing replaces. */
  sendNow(message: Message): void {
    if (this.line.isOpen) this.#write(message, 1);
  }

  /** Lets updates through, after the snapshot is sent: one made before it must not follow it. */
  release(): void {
    this.#isHeld = false;
    this.#drain();
  }

  send(batch: Batch): void {
    if (!this.line.isOpen) return;
    if (this.#kind === 'event') this.#sendEvents(batch);
    else if (this.#isHeld || this.#waiting !== undefined || this.isLagging) this.#keepNewest(batch.messages);
    else this.#write(batch, batch.messages.length);
  }

  #sendEvents(batch: Batch): void {
    const { messages } = batch;
    if (this.line.queuedBytes > MAX_QUEUED_EVENT_BYTES)
      return this.line.close(CLOSE.tooSlow, 'too slow; reconnect and resume');
    const known = this.sentOffset;
    this.sentOffset = Math.max(known, messages.at(-1)?.position?.offset ?? 0);
    if ((messages[0]?.position?.offset ?? 0) > known) return this.#write(batch, messages.length);
    for (const message of messages) if ((message.position?.offset ?? 0) > known) this.#write(message, 1);
  }

  #write(ready: Message | Batch, count: number): void {
    const bytes = ready.bytes(this.line.form);
    this.line.write(bytes);
    this.#tally.deliveries += count;
    this.#tally.bytes += bytes.byteLength;
  }

  #keepNewest(messages: readonly Message[]): void {
    this.#waiting ??= new Map();
    for (const message of messages) {
      // Taken out first, so that what waits goes out in the order it was made.
      if (this.#waiting.delete(message.key)) this.#tally.conflated += 1;
      this.#waiting.set(message.key, message);
    }
  }

  #drain(): void {
    if (this.#isHeld || this.#waiting === undefined) return;
    for (const [key, message] of this.#waiting) {
      if (this.isLagging) return;
      this.#waiting.delete(key);
      this.sendNow(message);
    }
    this.#waiting = undefined;
  }
}
