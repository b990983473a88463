import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { reasonOf } from '#platform';
import { FeedError } from './feed.ts';

export interface FeedApi {
  /**
   * One answer, of the shape it must have. Waits its turn under the rate limit, and as long as the vendor says where
   * that is passed all the same. Throws a FeedError.
   */
  get<T extends TSchema>(
    path: string,
    query: Readonly<Record<string, string | number>>,
    shape: T,
    signal: AbortSignal,
  ): Promise<Static<T>>;
}

export interface FeedApiOptions {
  /** Name for messages. */
  readonly name: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestsPerMinute: number;
}

const TRIES = 4;
const TIMEOUT_MS = 20_000;
const SLOW_DOWN = new Set([418, 429]);
const DEFAULT_WAIT_SECONDS = 5;

/** A vendor's JSON API over HTTPS. */
export function createFeedApi({ name, baseUrl, headers = {}, requestsPerMinute }: FeedApiOptions): FeedApi {
  const turns = new RateLimiterQueue(new RateLimiterMemory({ points: requestsPerMinute, duration: 60 }));

  async function ask(url: URL, signal: AbortSignal): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      await turns.removeTokens(1);
      signal.throwIfAborted();
      const response = await fetch(url, {
        headers,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const waitSeconds = waitBeforeNext(response);
      if (waitSeconds === undefined || tries === TRIES) return response;
      await response.body?.cancel();
      await sleep(waitSeconds * 1000, undefined, { signal });
    }
  }

  return {
    async get(path, query, shape, signal) {
      const url = new URL(`${baseUrl}${path}`);
      for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
      const response = await ask(url, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new FeedError({
          what: `${name} cannot be reached.`,
          why: `${url.host}: ${causeOf(error)}.`,
          fix: 'Check the network and the address.',
          retryable: true,
          cause: error,
        });
      });
      if (!response.ok) throw await refusal(name, response);
      const body: unknown = await response.json().catch(() => undefined);
      if (Compile(shape).Check(body)) return body;
      throw new FeedError({
        what: `${name} answered in a form we do not know.`,
        why: `${path} is not of the documented shape.`,
        fix: 'Check its address; a proxy may answer in its place.',
        retryable: false,
      });
    },
  };
}

function waitBeforeNext({ status, headers }: Response): number | undefined {
  if (SLOW_DOWN.has(status)) return Number(headers.get('retry-after')) || DEFAULT_WAIT_SECONDS;
  return status >= 500 ? 1 : undefined;
}

/** What went wrong below fetch, which itself only says that it failed. */
function causeOf(error: unknown): string {
  return reasonOf((error as { cause?: unknown }).cause ?? error);
}

const MAX_QUOTED = 200;

async function refusal(name: string, response: Response): Promise<FeedError> {
  const text = (await response.text().catch(() => '')).slice(0, MAX_QUOTED);
  const passing = SLOW_DOWN.has(response.status) || response.status >= 500;
  return new FeedError({
    what: `${name} refused.`,
    why: `It answered ${response.status} ${text}`.trim(),
    fix: passing ? 'Try again later.' : 'Check the symbols, the key, and what its plan allows.',
    retryable: passing,
  });
}
