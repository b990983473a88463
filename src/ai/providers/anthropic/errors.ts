import { detailOf, errorIn } from '../error-body.ts';
import { type FailureKind, ProviderFailure } from '../failure.ts';
import { type Json, objectAt, textAt } from '../json.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { UpstreamAnswer } from '../upstream.ts';

const BY_TYPE: Record<string, FailureKind> = {
  rate_limit_error: 'rate_limit',
  overloaded_error: 'overloaded',
  authentication_error: 'auth',
  permission_error: 'auth',
  billing_error: 'quota',
  api_error: 'server_error',
  timeout_error: 'server_error',
  request_too_large: 'context_length',
};

/** The failure an error answer means. A 429 without a time to wait is a spent quota, not a rate. */
export function toError(answer: UpstreamAnswer, body: string, nowMs: number): ProviderFailure {
  const error = errorIn(body);
  const wait = retryAfterMs(answer.headers, nowMs);
  const kind = kindOf(answer.status, error);
  return new ProviderFailure(
    kind === 'rate_limit' && wait === undefined ? 'quota' : kind,
    detailOf(error, answer.status),
    {
      status: answer.status,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    },
  );
}

/** The failure an `error` event inside a stream means. */
export function toStreamError(event: Json): ProviderFailure {
  const error = objectAt(event, 'error');
  return new ProviderFailure(kindOf(500, error), detailOf(error, 200));
}

function kindOf(status: number, error: Json | undefined): FailureKind {
  const message = textAt(error, 'message') ?? '';
  if (/prompt is too long|context window/i.test(message)) return 'context_length';
  if (/credit balance/i.test(message)) return 'quota';
  const named = BY_TYPE[textAt(error, 'type') ?? ''];
  if (named !== undefined) return named;
  if (status === 401 || status === 403) return 'auth';
  if (status === 413) return 'context_length';
  if (status === 429) return 'rate_limit';
  if (status === 529 || status === 503) return 'overloaded';
  return status >= 400 && status < 500 && error !== undefined ? 'invalid_request' : 'server_error';
}
