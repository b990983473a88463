import type { ProblemCode } from './problem-catalogue.ts';

/** One thing wrong with one value; `pointer` is a JSON pointer into the request, `index` the item in a batch. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
  readonly index?: number;
}

export interface DomainErrorOptions {
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An expected failure with a stable code. It knows nothing of HTTP: `problem-catalogue.ts` maps codes to statuses. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, options: DomainErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** A failure of the machine or the set-up, told to whoever runs the platform: what, why, and how to fix it. */
export class SetupError extends Error {
  readonly what: string;
  readonly why: string;
  readonly fix: string;

  constructor({ what, why, fix, cause }: { what: string; why: string; fix: string; cause?: unknown }) {
    super(`${what} ${why} ${fix}`, { cause });
    this.name = 'SetupError';
    this.what = what;
    this.why = why;
    this.fix = fix;
  }
}

/** The message of anything thrown. */
export function reasonOf(error: unknown): string {
  // Node tries every address of a name and throws all failures at once; the first says it.
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
