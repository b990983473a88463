import type { SimulatedAnswer, SimulatedRequest } from './answer.ts';
import type { Fault } from './behaviour.ts';

/** How an answer departs from the ordinary without being an error. */
export interface Quirks {
  readonly blocked: boolean;
  readonly empty: boolean;
  readonly contextExceeded: boolean;
  readonly usage: 'ordinary' | 'absent' | 'with_text';
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A stream in three parts, so that it can be broken between any two. */
export interface Frames {
  readonly head: readonly string[];
  readonly tokens: readonly string[];
  /** Finish reason, usage and the terminal marker. */
  readonly tail: readonly string[];
}

export type ErrorFault = Extract<
  Fault,
  'rate_limit' | 'quota' | 'overload' | 'server_error' | 'context' | 'auth' | 'stream_error'
>;

/** One vendor's wire format. */
export interface Vendor {
  /** Null where the path is not one of this API's. */
  read(path: string, body: Json): SimulatedRequest | null;
  reply(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): object;
  frames(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): Frames;
  error(fault: ErrorFault, request: SimulatedRequest): ErrorAnswer;
  /** An error inside a running stream. */
  errorFrame(): string;
}

export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asObjects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asCount(value: unknown, fallback: number): number {
  return typeof value === 'number' && value > 0 ? value : fallback;
}
