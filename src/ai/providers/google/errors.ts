import { detailOf, errorIn } from '../error-body.ts';
import { type FailureKind, ProviderFailure } from '../failure.ts';
import { type Json, objectsAt, textAt } from '../json.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { UpstreamAnswer } from '../upstream.ts';

const BY_STATUS: Record<string, FailureKind> = {
  RESOURCE_EXHAUSTED: 'rate_limit',
  UNAVAILABLE: 'overloaded',
  UNAUTHENTICATED: 'auth',
  PERMISSION_DENIED: 'auth',
  INTERNAL: 'server_error',
  DEADLINE_EXCEEDED: 'server_error',
};

/** The failure an error answer means; streams wrap it in an array. */
export function toError(answer: UpstreamAnswer, body: string, nowMs: number): ProviderFailure {
  const error = errorIn(body);
  const wait = retryDelayMs(error) ?? retryAfterMs(answer.headers, nowMs);
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
  const details = objectsAt(error, 'details');
  if (details.some((detail) => textAt(detail, 'reason') === 'API_KEY_INVALID')) return 'auth';
  const message = textAt(error, 'message') ?? '';
  if (/API key not valid/i.test(message)) return 'auth';
  if (/token count|exceeds the maximum number of tokens/i.test(message)) return 'context_length';
  const named = BY_STATUS[textAt(error, 'status') ?? ''];
  if (named === 'rate_limit') return hasSpentQuota(details) ? 'quota' : 'rate_limit';
  if (named !== undefined) return named;
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limit';
  if (status === 503) return 'overloaded';
  return status >= 400 && status < 500 && error !== undefined ? 'invalid_request' : 'server_error';
}

/** A quota that names no delay does not come back by waiting. */
function hasSpentQuota(details: readonly Json[]): boolean {
  const has = (type: string) => details.some((detail) => textAt(detail, '@type')?.endsWith(type) === true);
  return has('QuotaFailure') && !has('RetryInfo');
}

function retryDelayMs(error: Json | undefined): number | undefined {
  for (const detail of objectsAt(error, 'details')) {
    const seconds = /^([\d.]+)s$/.exec(textAt(detail, 'retryDelay') ?? '')?.[1];
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  return undefined;
}
