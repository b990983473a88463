import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createBus, createLogger } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createWindowStore, type Window } from './window-store.ts';

const logger = createLogger({ logLevel: 'silent' });
const NOW = Date.parse('2026-11-25T12:00:30Z');

it('reads windows of every length and place as a count of the rows would, many at a time', async () => {
  await using database = await createTestDatabase();
  const clock = { now: () => NOW };
  await using ingest = createIngest({ database, clock, logger, bus: createBus(logger), retentionDays: 90 });
  const values = Array.from({ length: 400 }, (_, place) => ({
    at: NOW - ((place * 7_919_000) % 600_000) + (place % 10 === 0 ? 120_000 : 0),
    name: place % 3 === 0 ? 'a' : 'b',
    value: (place * 37) % 101,
  }));
  const common = { metricType: 'gauge', labels: '{}', metadata: null, simulated: false };
  await ingest.writeMetrics(values.map((value) => ({ id: randomUUID(), ...value, ...common })));

  const counted = ({ metric, sinceMs, untilMs }: Window) => {
    const own = values
      .filter(({ name, at }) => name === metric && at >= sinceMs && at < (untilMs ?? Infinity))
      .map(({ value }) => value);
    const known = own.length > 0;
    return {
      count: own.length,
      sum: known ? own.reduce((sum, value) => sum + value, 0) : null,
      highest: known ? Math.max(...own) : null,
      lowest: known ? Math.min(...own) : null,
      simulated: false,
    };
  };
  const windows = ['a', 'b', 'nothing'].flatMap((metric) =>
    [0, 1, 20, 30, 31, 59, 60, 90, 150, 300, 601].flatMap((back) =>
      [null, 0, 10, 30, 45, 300].map((length): Window => {
        const sinceMs = NOW - back * 1_000;
        return { metric, sinceMs, untilMs: length === null ? null : sinceMs + length * 1_000 };
      }),
    ),
  );
  const store = createWindowStore(database.pool);
  const read = await Promise.all([...windows, ...windows].map(store.window));
  expect(read).toEqual([...windows, ...windows].map(counted));
  expect(read.filter(({ count }) => count > 0).length).toBeGreaterThan(100);
  const newest = (metric: string) =>
    Math.max(...values.filter(({ name }) => name === metric).map(({ at }) => at));
  expect(await Promise.all(['a', 'nothing', 'b'].map(store.newest))).toEqual([
    new Date(newest('a')),
    null,
    new Date(newest('b')),
  ]);
});
