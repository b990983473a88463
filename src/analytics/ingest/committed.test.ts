import { expect, it, vi } from 'vitest';
import { createBus, createLogger, createPostgresBus } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { committedNotices } from './committed.ts';

const logger = createLogger({ logLevel: 'silent' });
const metric = (name: string) => ({
  id: name,
  at: 0,
  name,
  value: 1,
  metricType: 'gauge',
  labels: '{}',
  metadata: null,
  simulated: false,
});

it('tells the other processes every name of a commit, however many there are', async () => {
  await using database = await createTestDatabase();
  await using here = await createPostgresBus(database, logger);
  await using there = await createPostgresBus(database, logger);
  const names = Array.from({ length: 3_000 }, (_, at) => `"métric" ${at}`);
  const heard = new Set<string>();
  let count = 0;
  there.subscribe('analytics.metrics.committed', (told) => {
    count += told.count;
    for (const name of told.names) heard.add(name);
  });
  {
    using notices = committedNotices(here);
    notices.metrics(names.map(metric));
  }
  await vi.waitFor(() => expect(heard.size).toBe(3_000), { timeout: 5_000 });
  expect(count).toBe(3_000);
});

it('tells the first commit at once and those that follow together', async () => {
  const bus = createBus(logger);
  const told: string[][] = [];
  bus.subscribe('analytics.metrics.committed', ({ names }) => told.push(names));
  using notices = committedNotices(bus);
  for (const name of ['a', 'b', 'c']) notices.metrics([metric(name)]);
  expect(told).toEqual([['a']]);
  await vi.waitFor(() => expect(told).toEqual([['a'], ['b', 'c']]));
});
