import type { FastifyReply } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger, openRedis, type Redis } from '#platform';
import { lacksRedis, type RedisServer, startRedis } from '../../test/support/redis-server.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

if (lacksRedis)
  console.warn('SKIPPED: rate limits shared through Redis need redis-server (apt-get install redis-server).');

const LIMIT = 50;
const logger = createLogger({ logLevel: 'silent' });
const reply = { header: () => reply } as unknown as FastifyReply;

async function admitted(limits: readonly RateLimit[], caller: string, requests: number): Promise<number> {
  const asked = Array.from({ length: requests }, async (_, n) => limits[n % limits.length]?.(caller, reply));
  return (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
}

describe.skipIf(lacksRedis)('rate limits of two processes on one Redis', () => {
  let server: RedisServer;
  let connections: Redis[];
  let limits: RateLimit[];

  beforeAll(async () => {
    server = await startRedis();
    connections = [1, 2].map(() => openRedis(server.url, logger));
    await vi.waitFor(() => Promise.all(connections.map((it) => it.ping())), { timeout: 10_000 });
    limits = connections.flatMap((redis) => createRateLimit(LIMIT, redis) ?? []);
  });
  afterAll(async () => {
    for (const redis of connections) redis.disconnect();
    await server.kill();
  });

  it('admit together what one may ask, whoever is asked', async () => {
    expect(await admitted(limits, 'shared', 4 * LIMIT)).toBe(LIMIT);
    expect(await admitted(limits, 'another', 3)).toBe(3);
  });

  it('go on, each for itself, while Redis hangs, and together when it is back', async () => {
    server.hang();
    const startMs = performance.now();
    expect(await admitted(limits, 'stuck', 4 * LIMIT)).toBe(2 * LIMIT);
    // Known to hang now: nobody waits for it any more.
    for (let n = 0; n < 10; n++) await admitted(limits, 'later', 2);
    expect(performance.now() - startMs).toBeLessThan(3_000);
    server.resume();
    await vi.waitFor(() => Promise.all(connections.map((it) => it.ping())), { timeout: 10_000 });
    expect(await admitted(limits, 'together', 4 * LIMIT)).toBe(LIMIT);
  });

  it('go on, each for itself, while Redis is away', async () => {
    await server.kill();
    expect(await admitted(limits, 'alone', 4 * LIMIT)).toBe(2 * LIMIT);
  });
});
