import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';

/** One that hangs is as good as away. */
const ANSWER_WITHIN_MS = 500;

/**
 * A Redis connection that never takes the platform down: commands fail at once while it is away, soon where it hangs,
 * and it comes back by itself. Redis holds nothing that cannot be lost.
 */
export function openRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 3_000,
    commandTimeout: ANSWER_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
  });
  redis.on('error', (error: Error) => logger.warn({ reason: error.message }, 'Redis does not answer'));
  return redis;
}

export type { Redis };
