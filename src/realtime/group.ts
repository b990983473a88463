import type { Client } from './client.ts';
import { Batch, type Form, type Message } from './message.ts';

/** Above this rate, messages of a group wait for each other, so that each client costs one write for several. */
const CALM_PER_SECOND = 30;
/** A burst this long still goes out message by message. */
const CALM_BURST = 4;
const WINDOW_MS = 20;
/** As much as pays for a write; gathering more only makes it late. */
const WINDOW_BYTES = 32 * 1024;

/** The clients of one channel. */
export class Group {
  readonly clients = new Set<Client>();
  #waiting: Message[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Messages of late, drained at the calm rate: a leaky bucket. */
  #level = 0;
  #levelAtMs = 0;

  get isWatched(): boolean {
    return this.clients.size > 0;
  }

  count(is: (form: Form) => boolean): number {
    return [...this.clients].filter(({ line }) => is(line.form)).length;
  }

  get queuedBytes(): number {
    return [...this.clients].reduce((sum, { line }) => sum + line.queuedBytes, 0);
  }

  join(client: Client): void {
    if (!client.line.isOpen) return;
    // What was made before a client's snapshot must not follow it.
    this.flush();
    this.clients.add(client);
    client.line.onClose(() => this.clients.delete(client));
  }

  /** Sends to every client: at once when little is sent, else together with what comes within the window. */
  broadcast(message: Message): void {
    this.#waiting.push(message);
    this.#waitingBytes += message.json.byteLength;
    const isCalm = this.#isCalm();
    if (this.#waitingBytes >= WINDOW_BYTES || (isCalm && this.#timer === undefined)) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const batch = new Batch(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.send(batch);
  }

  send(batch: Batch): void {
    for (const client of this.clients) client.send(batch);
  }

  close(code: number, reason: string): void {
    this.flush();
    for (const { line } of this.clients) line.close(code, reason);
  }

  #isCalm(): boolean {
    const nowMs = performance.now();
    const drained = ((nowMs - this.#levelAtMs) * CALM_PER_SECOND) / 1000;
    this.#level = Math.max(0, this.#level - drained) + 1;
    this.#levelAtMs = nowMs;
    return this.#level <= CALM_BURST;
  }
}
