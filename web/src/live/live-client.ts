import { reconnectDelayMs } from './reconnect.ts';

/** A frame from the server. */
export interface LiveFrame {
  readonly type: string;
  readonly timestamp: string;
  readonly dashboard_type?: string;
  readonly data?: unknown;
}

export interface LiveState {
  readonly phase: 'connecting' | 'live' | 'waiting' | 'paused';
  /** When the server last spoke, epoch ms. */
  readonly lastFrameAt: number | null;
}

/** What a connection tells. */
export interface LineEvents {
  readonly opened: () => void;
  readonly message: (data: unknown) => void;
  readonly closed: () => void;
}

/** What can be done with a connection. */
export interface Line {
  send(text: string): void;
  close(): void;
}

export interface LiveDeps {
  /** Where to connect; may ask for a one-time ticket first. */
  address(): Promise<string>;
  open(address: string, events: LineEvents): Line;
  now(): number;
  random(): number;
  /** Calls `task` after `milliseconds`; the answer cancels it. */
  later(task: () => void, milliseconds: number): () => void;
}

const PROBE_AFTER_MS = 30_000;
const GIVE_UP_AFTER_MS = 10_000;
const PROBE = { type: 'request_dashboard', dashboard_type: 'market_analytics' };

/** Keeps one WebSocket open as long as the page is there: reconnects, notices a dead line, pauses on request. */
export class LiveClient {
  readonly #deps: LiveDeps;
  readonly #frameListeners = new Set<(frame: LiveFrame) => void>();
  readonly #stateListeners = new Set<() => void>();
  #state: LiveState = { phase: 'connecting', lastFrameAt: null };
  #line: Line | null = null;
  #attempt = 0;
  /** Grows with every connection, so that a late event of an old one is ignored. */
  #generation = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  onFrame(listener: (frame: LiveFrame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  /** Connects now, whatever it was waiting for. Also how a paused client resumes. */
  connect(): void {
    this.#set({ phase: 'connecting' });
    this.#open();
  }

  /** Closes the line until `connect` is called. */
  pause(): void {
    this.#drop();
    this.#set({ phase: 'paused' });
  }

  #open(): void {
    this.#drop();
    const generation = this.#generation;
    const current = () => generation === this.#generation;
    this.#deps
      .address()
      .then((address) => {
        if (current()) this.#line = this.#deps.open(address, this.#events(current));
      })
      .catch(() => {
        if (current()) this.#retryLater();
      });
  }

  #events(current: () => boolean): LineEvents {
    return {
      opened: () => {
        if (current()) this.#watch();
      },
      message: (data) => {
        if (current()) this.#receive(data);
      },
      closed: () => {
        if (current()) this.#retryLater();
      },
    };
  }

  #receive(data: unknown): void {
    const frame = readFrame(data);
    if (frame === null) return;
    this.#attempt = 0;
    this.#set({ phase: 'live', lastFrameAt: this.#deps.now() });
    this.#watch();
    for (const listener of this.#frameListeners) listener(frame);
  }

  /** A line can die without a word. After a silence the server is asked; without an answer the line is given up. */
  #watch(): void {
    this.#after(PROBE_AFTER_MS, () => {
      this.#line?.send(JSON.stringify(PROBE));
      this.#after(GIVE_UP_AFTER_MS, () => this.#retryLater());
    });
  }

  #retryLater(): void {
    this.#drop();
    this.#set({ phase: 'waiting' });
    this.#after(reconnectDelayMs(this.#attempt, this.#deps.random()), () => this.#open());
    this.#attempt += 1;
  }

  #drop(): void {
    this.#generation += 1;
    this.#cancelTimer();
    this.#line?.close();
    this.#line = null;
  }

  #after(milliseconds: number, task: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.later(task, milliseconds);
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#stateListeners) listener();
  }
}

function readFrame(data: unknown): LiveFrame | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    const isFrame = typeof value === 'object' && value !== null && 'type' in value;
    return isFrame ? (value as LiveFrame) : null;
  } catch {
    return null;
  }
}
