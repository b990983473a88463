import { Agent, type Dispatcher, errors } from 'undici';
import { type FailureKind, ProviderFailure } from './failure.ts';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export interface Upstream extends AsyncDisposable {
  /** Posts JSON. Any status resolves; only the network and the deadlines throw. */
  post(call: UpstreamCall): Promise<UpstreamAnswer>;
}

export interface UpstreamCall {
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly firstByteMs: number;
  readonly idleMs: number;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Dispatcher.ResponseData['body'];
}

/** One connection pool for all providers. Redirects are not followed, so a provider cannot send us elsewhere. */
export function createUpstream(connectMs = 3_000, connections = 512): Upstream {
  const agent = new Agent({
    connect: { timeout: connectMs },
    connections,
    maxResponseSize: MAX_ANSWER_BYTES,
    keepAliveTimeout: 15_000,
  });
  return {
    async post({ firstByteMs, idleMs, origin, path, headers, body, signal }) {
      try {
        const answer = await agent.request({
          origin,
          path,
          method: 'POST',
          headers,
          body,
          signal,
          headersTimeout: firstByteMs,
          bodyTimeout: idleMs,
        });
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        throw toFailure(error);
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** Reads a whole body; a cut connection is a failure, never a shorter answer. */
export async function readAll(answer: UpstreamAnswer): Promise<Buffer> {
  try {
    return Buffer.from(await answer.body.arrayBuffer());
  } catch (error) {
    throw toFailure(error);
  }
}

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
