import type { Known } from './address.ts';
import { RefusedError } from './address.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { AnswerTo, AnyFrame, ChannelName, FrameOf, RequestOf } from './channels.ts';
import { PendingRequests } from './pending-requests.ts';

/**
 * `refused`: the server said not to come back like this, see `reason`. Everything but `paused` and `refused` goes on by
 * itself.
 */
export type ClientPhase = 'connecting' | 'live' | 'waiting' | 'paused' | 'refused';

export interface ClientState {
  readonly phase: ClientPhase;
  /** When the server last spoke, epoch ms. */
  readonly lastFrameAt: number | null;
  /** What ended the last connection, where the server said so. */
  readonly reason: string | null;
}

/** What a connection tells. */
export interface LineEvents {
  readonly opened: () => void;
  readonly message: (data: unknown) => void;
  readonly closed: (code: number, reason: string) => void;
}

/** What can be done with a connection. */
export interface Line {
  send(text: string): void;
  close(): void;
}

export interface ClientDeps {
  /** Where to connect, given where this client stands; may ask for a one-time ticket first. */
  address(known: Known | undefined): Promise<string>;
  open(address: string, events: LineEvents): Line;
  now(): number;
  random(): number;
  /** Calls `task` after `milliseconds`; the answer cancels it. */
  readonly later: (task: () => void, milliseconds: number) => () => void;
  /** Calls `task` when the machine may have slept or changed its network; the answer ends that. */
  readonly awoken: (task: () => void) => () => void;
}

const CONNECT_WITHIN_MS = 15_000;
const PROBE_AFTER_MS = 30_000;
const GIVE_UP_AFTER_MS = 10_000;
const PROBE = '{"type":"ping"}';

/** Keeps one channel open: reconnects, resumes where it stood, notices a dead line, pauses on request. */
export class ChannelClient<Name extends ChannelName> {
  readonly #deps: ClientDeps;
  readonly #frameListeners = new Set<(frame: FrameOf<Name>) => void>();
  readonly #stateListeners = new Set<() => void>();
  readonly #requests: PendingRequests;
  #state: ClientState = { phase: 'connecting', lastFrameAt: null, reason: null };
  #line: Line | null = null;
  #isOpen = false;
  #attempt = 0;
  /** Grows with every connection, so that a late event of an old one is ignored. */
  #generation = 0;
  #known: Known | undefined;
  #cancelTimer: () => void = () => undefined;
  #stopWaking: (() => void) | undefined;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
    this.#requests = new PendingRequests(deps.later);
  }

  readonly state = (): ClientState => this.#state;

  /** Calls at every change of the state; the answer ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** Calls with every frame the server sends by itself; the answer ends that. */
  onFrame(listener: (frame: FrameOf<Name>) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  /** Connects now, whatever it was waiting for. Also how a paused client resumes. */
  connect(): void {
    this.#stopWaking ??= this.#deps.awoken(() => this.check());
    this.#set({ phase: 'connecting' });
    this.#open();
  }

  /** Closes the line until `connect` is called. */
  pause(): void {
    this.#end();
    this.#set({ phase: 'paused' });
  }

  /** Asks at once whether the line still stands, and tries at once where it was waiting. Does nothing while paused. */
  check(): void {
    if (this.#state.phase === 'waiting') this.connect();
    else if (this.#isOpen) this.#probe();
  }

  /**
   * Asks and resolves with the answer. Asked again after a reconnect, since requests do no harm twice.
   *
   * @throws RequestError with the server's problem, RefusedError where the client was refused, or a plain Error after
   *   `timeoutMs` without an answer
   */
  request<Question extends RequestOf<Name>>(
    question: Question,
    timeoutMs = 30_000,
  ): Promise<AnswerTo<Name, Question>> {
    if (this.#state.phase === 'refused') return Promise.reject(refusal(this.#state.reason));
    const { text, answer } = this.#requests.add(question as object, timeoutMs);
    if (this.#isOpen) this.#line?.send(text);
    return answer as Promise<AnswerTo<Name, Question>>;
  }

  #open(): void {
    this.#drop();
    const generation = this.#generation;
    const current = () => generation === this.#generation;
    this.#after(CONNECT_WITHIN_MS, () => this.#retryLater('the server cannot be reached'));
    this.#deps
      .address(this.#known)
      .then((address) => {
        if (current()) this.#line = this.#deps.open(address, this.#events(current));
      })
      .catch((error: unknown) => {
        if (!current()) return;
        const reason = error instanceof Error ? error.message : null;
        if (error instanceof RefusedError) this.#refuse(reason);
        else this.#retryLater(reason);
      });
  }

  #events(current: () => boolean): LineEvents {
    return {
      opened: () => {
        if (!current()) return;
        this.#isOpen = true;
        for (const text of this.#requests.texts()) this.#line?.send(text);
        this.#watch();
      },
      message: (data) => {
        if (current()) this.#receive(data);
      },
      closed: (code, reason) => {
        if (!current()) return;
        if (code >= 4400 && code < 4500) this.#refuse(reason);
        else this.#retryLater(reason || null);
      },
    };
  }

  #receive(data: unknown): void {
    const frame = readFrame(data);
    if (frame === null) return;
    this.#attempt = 0;
    this.#set({ phase: 'live', lastFrameAt: this.#deps.now(), reason: null });
    this.#watch();
    if (frame.type === 'pong') return;
    if (frame['request_id'] !== undefined) return this.#requests.settle(frame);
    const { epoch, offset } = frame;
    if (typeof epoch === 'string' && typeof offset === 'number') this.#known = { epoch, offset };
    for (const listener of this.#frameListeners) listener(frame as unknown as FrameOf<Name>);
  }

  /** A line can die without a word. After a silence the server is asked; without an answer the line is given up. */
  #watch(): void {
    this.#after(PROBE_AFTER_MS, () => this.#probe());
  }

  #probe(): void {
    this.#line?.send(PROBE);
    this.#after(GIVE_UP_AFTER_MS, () => this.#retryLater('the server does not answer'));
  }

  #retryLater(reason: string | null): void {
    this.#drop();
    this.#set({ phase: 'waiting', reason });
    this.#after(reconnectDelayMs(this.#attempt, this.#deps.random()), () => this.#open());
    this.#attempt += 1;
  }

  #refuse(reason: string | null): void {
    this.#end();
    this.#set({ phase: 'refused', reason });
    this.#requests.fail(refusal(reason));
  }

  /** No more line until somebody asks for one. */
  #end(): void {
    this.#drop();
    this.#stopWaking?.();
    this.#stopWaking = undefined;
  }

  #drop(): void {
    this.#generation += 1;
    this.#cancelTimer();
    this.#line?.close();
    this.#line = null;
    this.#isOpen = false;
  }

  #after(milliseconds: number, task: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.later(task, milliseconds);
  }

  #set(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#stateListeners) listener();
  }
}

function refusal(reason: string | null): RefusedError {
  return new RefusedError(reason ?? 'The server refused the connection.');
}

function readFrame(data: unknown): AnyFrame | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    const isFrame = typeof value === 'object' && value !== null && 'type' in value;
    return isFrame ? (value as AnyFrame) : null;
  } catch {
    return null;
  }
}
