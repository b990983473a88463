import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest } from '../ingest/ingest.ts';
import type { ExportedRow } from './export-store.ts';
import { parquetOf } from './parquet.ts';
import { exportRoutes } from './routes.ts';

const logger = createLogger({ logLevel: 'error' });
const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

it('gives rows back as Parquet with their types', async () => {
  await using database = await createTestDatabase();
  const deps = { database, clock: systemClock, logger, bus: createBus(logger), retentionDays: 90 };
  await using ingest = createIngest(deps);
  const routes = exportRoutes({ pool: database.pool, clock: systemClock });
  const server = await createHttpServer({ logger, guard: () => principal, routes });
  const nowMs = Date.now();
  const facts = { nowMs, defaultMs: nowMs, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  const note = 'tab\t, "quote", new\nline and 🚀';
  await ingest.events.record(
    [
      { event_type: 'purchase', event_id: 'a', user_id: 'ann', properties: { amount: 0.1, note } },
      { event_type: 'refund', event_id: 'b', properties: { amount: 999_999_999.123457 } },
      { event_type: 'click', event_id: 'c' },
    ].map((event, index) => ({ ...event, timestamp: new Date(nowMs - 3_000 + index).toISOString() })),
    facts,
  );
  await ingest.metrics.record([{ name: 'speed', value: 0.1 + 0.2, labels: { host: 'x' } }], facts);

  const reply = await server.inject('/analytics/export/events?format=parquet');
  const file = toArrayBuffer(reply.rawPayload);
  const rows = await parquetReadObjects({ file });
  const { schema } = parquetMetadata(file);
  const metrics = await parquetReadObjects({
    file: toArrayBuffer((await server.inject('/analytics/export/metrics?format=parquet')).rawPayload),
  });
  const none = await server.inject('/analytics/export/market-data?format=parquet');

  expect(reply.headers).toMatchObject({
    'content-type': 'application/vnd.apache.parquet',
    'content-disposition': 'attachment; filename="events.parquet"',
  });
  expect(rows).toMatchObject([
    { event_id: 'a', timestamp: new Date(nowMs - 3_000), user_id: 'ann', simulated: false },
    { event_id: 'b', user_id: null },
    { event_id: 'c', amount_usd: null, properties: '{}' },
  ]);
  // This reader makes a double of a DECIMAL; the file holds the millionths.
  const micros = rows.slice(0, 2).map((row) => Math.round(Number(row.amount_usd) * 1e6));
  expect(micros).toEqual([100_000, -999_999_999_123_457]);
  expect(JSON.parse(String(rows[0]?.properties))).toEqual({ amount: 0.1, note });
  const types = Object.fromEntries(schema.slice(1).map((it) => [it.name, it.logical_type ?? it.type]));
  expect(types).toMatchObject({
    timestamp: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    amount_usd: { type: 'DECIMAL', precision: 18, scale: 6 },
    properties: { type: 'STRING' },
    simulated: 'BOOLEAN',
  });
  expect(metrics).toMatchObject([
    { name: 'speed', value: 0.1 + 0.2, labels: '{"host": "x"}', metadata: null },
  ]);
  expect(await parquetReadObjects({ file: toArrayBuffer(none.rawPayload) })).toEqual([]);
  await server.close();
});

it('holds one row group at a time, by rows and by size', async () => {
  let made = 0;
  async function* source(count: number, text: string): AsyncGenerator<ExportedRow[]> {
    for (made = 0; made < count; ) {
      const from = made;
      made += 1_000;
      yield Array.from({ length: 1_000 }, (_, index) => [`${text}${from + index}`]);
    }
  }
  const pieces: Buffer[] = [];
  const madeAt: number[] = [];
  for await (const piece of parquetOf({ name: 'text' }, source(50_000, ''))) {
    pieces.push(piece);
    madeAt.push(made);
  }
  expect(madeAt).toEqual([20_000, 40_000, 50_000, 50_000]);
  const file = toArrayBuffer(Buffer.concat(pieces));
  expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
    20_000, 20_000, 10_000,
  ]);
  const rows = await parquetReadObjects({ file });
  expect(rows.every(({ name }, index) => name === String(index))).toBe(true);

  for await (const _ of parquetOf({ name: 'text' }, source(50_000, 'x'.repeat(4_000)))) break;
  expect(made).toBeLessThanOrEqual(4_000);
});
