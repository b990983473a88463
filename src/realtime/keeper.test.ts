import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBus, createLogger } from '#platform';
import type { Client } from './client.ts';
import { keepLines } from './keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks every line once a pulse, some at a time', async () => {
  const logger = createLogger({ logLevel: 'silent' });
  const pings: number[] = [];
  const clients = Array.from({ length: 100 }, (_, number) => ({
    number,
    principal: { id: 'me', name: 'me', scopes: new Set() },
    line: { ping: () => pings.push(number) },
  })) as unknown as Client[];
  using keeper = keepLines({
    bus: createBus(logger),
    logger,
    isStanding: () => true,
    everyone: () => clients,
    pulseMs: 25_000,
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(pings).toHaveLength(4);
  expect(await Promise.all(clients.map(keeper.check))).not.toContain(false);
  await vi.advanceTimersByTimeAsync(24_000);
  expect(pings.toSorted((a, b) => a - b)).toEqual(clients.map(({ number }) => number));
});
