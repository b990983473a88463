import type { Pool } from 'pg';
import { expect, it, vi } from 'vitest';
import { createBus, createLogger } from '#platform';
import { createActivity } from './activity-worker.ts';

it('asks the database for nothing once it follows no more', async () => {
  vi.useFakeTimers();
  const logger = createLogger({ logLevel: 'silent' });
  const bus = createBus(logger);
  const connect = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('the pool is closed')));
  const activity = createActivity({ pool: { connect } as unknown as Pool, bus, logger });
  const following = activity.follow();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connect).toHaveBeenCalledTimes(1);
  bus.publish('analytics.events.committed', { count: 1, days: [] });
  following[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connect).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
