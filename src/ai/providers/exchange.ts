import type { Dispatcher } from 'undici';
import { toFailure } from './network-failure.ts';

type Controller = Dispatcher.DispatchController;

/** Unread bytes above which the sender is held up, so that a slow client bounds our memory. */
const MOST_UNREAD_BYTES = 256 * 1024;
/** What may still come after the part that mattered, such as the end of the body: then the connection can be used again. */
const MOST_LEFT_OVER_BYTES = 16 * 1024;

/**
 * One call on the wire. It takes undici's callbacks itself: the stream that `request` would build around the same bytes
 * costs a third of a whole call. A read hands over everything that has arrived. Who stops reading before the end
 * calls `return`.
 */
export class Exchange implements Dispatcher.DispatchHandler, AsyncIterableIterator<Buffer, undefined> {
  /** Resolves once the status and headers are there. @throws ProviderFailure */
  readonly started: Promise<void>;
  status = 0;
  headers: Record<string, string | string[] | undefined> = {};
  readonly #start = Promise.withResolvers<void>();
  readonly #signal: AbortSignal;
  #controller: Controller | null = null;
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #ended = false;
  #left = false;
  #failure: unknown = null;
  #reader: PromiseWithResolvers<IteratorResult<Buffer, undefined>> | null = null;

  constructor(signal: AbortSignal) {
    this.started = this.#start.promise;
    // A call may end before anybody waits for its start.
    this.started.catch(() => undefined);
    this.#signal = signal;
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#abort, { once: true });
  }

  readonly #abort = (): void => {
    this.#controller?.abort(this.#signal.reason);
    this.#fail(this.#signal.reason);
  };

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // It may have been ended while it waited for a connection.
    if (this.#failure !== null) controller.abort(this.#signal.reason);
  }

  onResponseStart(_controller: Controller, status: number, headers: Exchange['headers']): void {
    this.status = status;
    this.headers = headers;
    this.#start.resolve();
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    if (this.#reader !== null) return this.#hand({ done: false, value: bytes });
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.byteLength;
    if (this.#left) this.#drop(controller);
    else if (this.#unreadBytes > MOST_UNREAD_BYTES) controller.pause();
  }

  onResponseEnd(): void {
    this.#finish();
    this.#hand({ done: true, value: undefined });
  }

  onResponseError(_controller: Controller, error: unknown): void {
    this.#fail(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Buffer, undefined>> {
    const value = this.#takeUnread();
    if (value !== null) return Promise.resolve({ done: false, value });
    if (this.#failure !== null) return Promise.reject(toFailure(this.#failure));
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  return(): Promise<IteratorResult<Buffer, undefined>> {
    this.#left = true;
    this.#takeUnread();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** The whole body; a cut connection is a failure, never a shorter answer. */
  async all(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let part = await this.next(); part.done !== true; part = await this.next()) parts.push(part.value);
    return joined(parts);
  }

  #drop(controller: Controller): void {
    this.#unread = [];
    if (this.#unreadBytes > MOST_LEFT_OVER_BYTES)
      controller.abort(new Error('Nobody reads the answer any more.'));
  }

  #takeUnread(): Buffer | null {
    if (this.#unread.length === 0) return null;
    const bytes = joined(this.#unread);
    this.#unread = [];
    if (this.#unreadBytes > MOST_UNREAD_BYTES) this.#controller?.resume();
    this.#unreadBytes = 0;
    return bytes;
  }

  #hand(result: IteratorResult<Buffer, undefined>): void {
    const reader = this.#reader;
    this.#reader = null;
    reader?.resolve(result);
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#finish();
    this.#failure = error;
    this.#start.reject(toFailure(error));
    this.#reader?.reject(toFailure(error));
    this.#reader = null;
  }

  #finish(): void {
    this.#ended = true;
    this.#signal.removeEventListener('abort', this.#abort);
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}
