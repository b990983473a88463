import type { Problem } from '#contracts/common';
import { DomainError } from './errors.ts';
import { toDomainError } from './http/fastify-errors.ts';
import { PROBLEMS, type ProblemKind } from './problem-catalogue.ts';

/** RFC 9457 body of an error. Unknown errors become `internal` and reveal nothing. */
export function toProblem(thrown: unknown, requestId: string, instance?: string): Problem {
  const error = toDomainError(thrown);
  const known = error instanceof DomainError ? error : new DomainError('internal', internalDetail(requestId));
  const kind: ProblemKind = PROBLEMS[known.code];
  return {
    type: `/problems/${known.code}`,
    title: kind.title,
    status: kind.status,
    detail: known.message,
    code: known.code,
    ...(instance === undefined ? {} : { instance }),
    request_id: requestId,
    retryable: kind.retryable ?? false,
    ...(known.errors === undefined ? {} : { errors: [...known.errors] }),
  };
}

function internalDetail(requestId: string): string {
  return `The request failed for a reason we did not foresee. Quote request id ${requestId} when you report it.`;
}
