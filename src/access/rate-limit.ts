import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError, type Redis } from '#platform';

const WINDOW_SECONDS = 60;

/** Counts one request of a caller and writes the `RateLimit` headers of its reply. Throws `rate-limited` when the window is full. */
export type RateLimit = (callerId: string, reply?: FastifyReply) => Promise<void>;

/**
 * A fixed window of a minute per caller (IETF `RateLimit` header fields). Shared through Redis where there is one; while
 * Redis is away each process counts for itself. `perMinute` 0 counts nothing.
 */
export function createRateLimit(perMinute: number, redis: Redis | undefined): RateLimit | undefined {
  if (perMinute === 0) return undefined;
  const memory = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  const limiter =
    redis === undefined
      ? memory
      : new RateLimiterRedis({
          storeClient: redis,
          points: perMinute,
          duration: WINDOW_SECONDS,
          keyPrefix: 'richesreach:limit',
          insuranceLimiter: memory,
        });
  const policy = `"default";q=${perMinute};w=${WINDOW_SECONDS}`;
  return async (callerId, reply) => {
    const state = await limiter.consume(callerId).catch(asState);
    const seconds = Math.ceil(state.msBeforeNext / 1000);
    reply
      ?.header('ratelimit-policy', policy)
      .header('ratelimit', `"default";r=${Math.max(0, state.remainingPoints)};t=${seconds}`);
    if (state.consumedPoints > perMinute) {
      throw new DomainError(
        'rate-limited',
        `More than ${perMinute} requests in a minute. Try again in ${seconds} s.`,
        { retryAfterSeconds: seconds },
      );
    }
  };
}

function asState(rejection: unknown): RateLimiterRes {
  if (rejection instanceof RateLimiterRes) return rejection;
  throw rejection;
}
