import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createAnalyticsRoom } from '#analytics';
import { createBus, createLogger, createMemoryCache } from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { visitsBetween } from './visits.ts';
import { startDemoVisits } from './visits-feed.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const MINUTE_MS = 60_000;

describe('visits of the demo', () => {
  it('happen at their time, each once, however the time is cut', () => {
    const whole = visitsBetween(NOW, NOW + 60 * MINUTE_MS);
    const pieces = [0, 7, 31, 32].map((from, index, all) =>
      visitsBetween(NOW + from * MINUTE_MS, NOW + (all[index + 1] ?? 60) * MINUTE_MS),
    );
    for (const kind of ['events', 'behavior'] as const) {
      const ids = (usage: (typeof pieces)[number]) => usage[kind].map(({ event_id }) => String(event_id));
      expect(pieces.flatMap(ids).toSorted()).toEqual(ids(whole).toSorted());
      expect(new Set(ids(whole)).size).toBe(whole[kind].length);
    }
  });

  it('keep a few dozen people there, known and unknown', () => {
    const counts = Array.from({ length: 50 }, (_, step) => {
      const to = NOW + step * 11 * MINUTE_MS;
      const { events } = visitsBetween(to - 5 * MINUTE_MS, to);
      const [known, unknown] = [true, false].map(
        (isKnown) =>
          new Set(
            events.filter(({ user_id }) => (user_id !== undefined) === isKnown).map((e) => e.session_id),
          ).size,
      );
      return { known: known ?? 0, unknown: unknown ?? 0 };
    });
    expect(Math.min(...counts.map(({ known }) => known))).toBeGreaterThan(0);
    expect(Math.max(...counts.map(({ known, unknown }) => known + unknown))).toBeLessThan(60);
    expect(counts.filter(({ unknown }) => unknown > 0).length).toBeGreaterThan(25);
  });

  it('are recorded as simulated, and end with the first real event', async () => {
    await using database = await createTestDatabase();
    const logger = createLogger({ logLevel: 'error' });
    const bus = createBus(logger);
    const clock = { now: () => NOW };
    await using room = createAnalyticsRoom({
      config: { dataDir: '.', aws: undefined, allowPrivateWebhooks: false },
      cache: createMemoryCache(),
      clock,
      bus,
      database,
      logger,
      dashboards: [],
      sessionChanges: async () => new Map(),
    });
    const start = () => startDemoVisits({ database, clock, logger, ingest: room.ingest });
    const count = async () => {
      const { rows } = await database.pool.query<{ simulated: boolean; events: number }>(
        'SELECT simulated, count(*)::int AS events FROM analytics_events GROUP BY 1',
      );
      return rows;
    };
    const made = visitsBetween(NOW - 30 * MINUTE_MS, NOW).events.length;
    // A second start brings the same visits, which count once.
    for (let round = 0; round < 2; round += 1) {
      await using visits = start();
      while ((await count()).length === 0) await sleep(20);
      await visits[Symbol.asyncDispose]();
      expect(await count()).toEqual([{ simulated: true, events: made }]);
    }
    await database.pool.query('TRUNCATE analytics_events, user_behavior');
    const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
    await room.ingest.events.record([{ event_type: 'click', user_id: 'ada' }], facts);
    await using visits = start();
    await visits[Symbol.asyncDispose]();
    expect(await count()).toEqual([{ simulated: false, events: 1 }]);
  });
});
