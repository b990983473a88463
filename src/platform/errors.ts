import type { ProblemCode } from './problem.ts';

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

/** An expected failure with a stable code. It knows nothing of HTTP: `problem.ts` maps codes to statuses. */
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
