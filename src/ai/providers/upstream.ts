import { Agent } from 'undici';
import { Exchange } from './exchange.ts';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export interface Upstream extends AsyncDisposable {
  /** Posts JSON. Any status resolves; only the network and the deadlines throw ProviderFailure. */
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

/** The answer's bytes are read once: piece by piece, or whole by `all`. Both throw ProviderFailure only. */
export type UpstreamAnswer = Pick<Exchange, 'status' | 'headers' | 'all'> & AsyncIterable<Buffer>;

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
      const exchange = new Exchange(signal);
      agent.dispatch(
        { origin, path, method: 'POST', headers, body, headersTimeout: firstByteMs, bodyTimeout: idleMs },
        exchange,
      );
      await exchange.started;
      return exchange;
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
