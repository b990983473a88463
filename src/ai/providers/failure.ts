import type { Usage } from '../chat.ts';

/** How an upstream call can fail. */
export type FailureKind =
  | 'rate_limit'
  | 'quota'
  | 'overloaded'
  | 'server_error'
  | 'context_length'
  | 'auth'
  | 'invalid_request'
  | 'empty'
  | 'invalid_answer'
  | 'cut_answer'
  | 'malformed'
  | 'truncated'
  | 'connect'
  | 'first_token_timeout'
  | 'idle_timeout'
  | 'deadline'
  | 'network'
  | 'aborted';

/** Failures that say nothing about the provider's health. */
const CALLERS_OWN: ReadonlySet<FailureKind> = new Set([
  'invalid_request',
  'context_length',
  'cut_answer',
  'aborted',
  'deadline',
]);

/** Failures after which another model may still answer the same request. */
const FINAL: ReadonlySet<FailureKind> = new Set(['invalid_request', 'cut_answer', 'aborted', 'deadline']);

export interface FailureOptions {
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** What the provider bills although it failed, as far as known. */
  readonly usage?: Usage | null;
  /** What the model wrote, where it can be asked to mend it. */
  readonly answer?: string;
}

/** One upstream call that did not end well, in terms shared by all providers. */
export class ProviderFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly usage: Usage | null;
  readonly answer: string | null;

  constructor(kind: FailureKind, detail: string, options: FailureOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ProviderFailure';
    this.kind = kind;
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.usage = options.usage ?? null;
    this.answer = options.answer ?? null;
  }

  /** Counts against the model's reliability. */
  get blamesProvider(): boolean {
    return !CALLERS_OWN.has(this.kind);
  }

  /** Counts against the circuit breakers: a model that misses a schema answers, and other callers want other schemas. */
  get showsOutage(): boolean {
    return this.blamesProvider && this.kind !== 'invalid_answer';
  }

  get mayFallBack(): boolean {
    return !FINAL.has(this.kind);
  }
}
