import { errors } from 'undici';
import { type FailureKind, ProviderFailure } from './failure.ts';

/** Network errors in our terms. */
export function toFailure(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  const [kind, detail] = describe(error);
  return new ProviderFailure(kind, detail, { cause: error });
}

function describe(error: unknown): [FailureKind, string] {
  if (error instanceof errors.ConnectTimeoutError)
    return ['connect', 'No connection within the time allowed.'];
  if (error instanceof errors.HeadersTimeoutError)
    return ['first_token_timeout', 'No answer within the time allowed.'];
  if (error instanceof errors.BodyTimeoutError) return ['idle_timeout', 'The answer stalled.'];
  if (error instanceof errors.ResponseExceededMaxSizeError)
    return ['malformed', 'The answer is larger than 32 MiB.'];
  if (error instanceof Error && error.name === 'AbortError') return ['aborted', 'The call was ended by us.'];
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EHOSTUNREACH') {
    return ['connect', `The provider cannot be reached (${code}).`];
  }
  return ['network', `The connection broke: ${error instanceof Error ? error.message : String(error)}.`];
}
