import { expect, it } from 'vitest';
import { createBus, createLogger, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest } from '../ingest/ingest.ts';
import { importEvents } from './import-events.ts';

it('records a file once however often it is imported, and reports each bad line by its number', async () => {
  await using database = await createTestDatabase();
  const logger = createLogger({ logLevel: 'error' });
  await using ingest = createIngest({
    database,
    clock: systemClock,
    logger,
    bus: createBus(logger),
    retentionDays: 90,
  });
  const at = (index: number) => new Date(Date.now() - index * 1_000).toISOString();
  const good = Array.from({ length: 12_000 }, (_, index) =>
    JSON.stringify({ event_type: 'purchase', timestamp: at(index), properties: { amount: 1 } }),
  );
  const lines = [
    '{"event_type":',
    '',
    '{"event_type":"no time"}',
    `{"event_type":"bad type","timestamp":"${at(1)}"}`,
    '{"event_type":"old","timestamp":"2001-01-01T00:00:00Z"}',
    ...good,
  ];
  const text = Buffer.from(lines.join('\n'));
  // Pieces end in the middle of lines, as a disk's do.
  async function* chunks() {
    for (let start = 0; start < text.length; start += 65_521) yield text.subarray(start, start + 65_521);
  }
  const load = () =>
    importEvents({ name: 'events.ndjson', chunks }, { ingest, clock: systemClock, retentionDays: 90 });

  const first = await load();
  const second = await load();

  expect(first).toMatchObject({ lines: 12_005, accepted: 12_000, duplicates: 0, refusedCount: 4 });
  expect(first.refused.map(({ line, pointer }) => [line, pointer])).toEqual([
    [1, ''],
    [3, '/timestamp'],
    [4, '/event_type'],
    [5, '/timestamp'],
  ]);
  expect(second).toMatchObject({ accepted: 0, duplicates: 12_000, refusedCount: 4 });
  const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM analytics_events');
  expect(rows).toEqual([{ count: 12_000 }]);
});
