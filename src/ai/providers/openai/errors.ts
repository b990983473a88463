import { detailOf, errorIn } from '../error-body.ts';
import { type FailureKind, ProviderFailure } from '../failure.ts';
import { type Json, textAt } from '../json.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { UpstreamAnswer } from '../upstream.ts';

const BY_CODE: Record<string, FailureKind> = {
  insufficient_quota: 'quota',
  billing_hard_limit_reached: 'quota',
  rate_limit_exceeded: 'rate_limit',
  context_length_exceeded: 'context_length',
  invalid_api_key: 'auth',
};

/** The failure an error answer means. */
export function toError(answer: UpstreamAnswer, body: string, nowMs: number): ProviderFailure {
  const error = errorIn(body);
  const wait = retryAfterMs(answer.headers, nowMs);
  return new ProviderFailure(kindOf(answer.status, error), detailOf(error, answer.status), {
    status: answer.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** The failure an error inside a stream means. */
export function toStreamError(error: Json): ProviderFailure {
  return new ProviderFailure(kindOf(500, error), detailOf(error, 200));
}

function kindOf(status: number, error: Json | undefined): FailureKind {
  const named = BY_CODE[textAt(error, 'code') ?? ''] ?? BY_CODE[textAt(error, 'type') ?? ''];
  if (named !== undefined) return named;
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limit';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500) return 'server_error';
  return status >= 400 && error !== undefined ? 'invalid_request' : 'server_error';
}
