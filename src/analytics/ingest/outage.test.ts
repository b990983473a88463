import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger, type Database, type PostgresAddress, systemClock } from '#platform';
import { CuttableSocket } from '../../../test/support/cuttable-socket.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { EventRow } from './rows.ts';
import { EVENTS } from './tables.ts';
import { BatchWriter } from './writer.ts';

let database: Database;
let socket: CuttableSocket;
let address: PostgresAddress;

beforeAll(async () => {
  database = await createTestDatabase();
  const real = database.address;
  if ('url' in real) throw new TypeError('Tests run on the embedded server.');
  socket = new CuttableSocket(join(real.socketDir, `.s.PGSQL.${real.port}`));
  address = { ...real, socketDir: socket.directory, port: socket.port };
  await socket.mend();
});

afterAll(async () => {
  socket[Symbol.dispose]();
  await database[Symbol.asyncDispose]();
});

const rows = (name: string): EventRow[] =>
  Array.from({ length: 20 }, (_, index) => ({
    id: `${name}-${index}`,
    at: Date.now() - index,
    eventType: 'purchase',
    userId: 'ann',
    sessionId: null,
    amountMicros: 1_000_000,
    properties: '{}',
    context: '{}',
    simulated: false,
  }));

async function counts() {
  const { rows } = await database.pool.query<{ stored: number; rolled: number }>(
    `SELECT (SELECT count(*)::int FROM analytics_events) AS stored,
       (SELECT sum(events)::int FROM analytics_event_rollup_15m) AS rolled`,
  );
  return rows[0];
}

it('waits out a short outage, refuses with Retry-After in a long one, and counts once after either', async () => {
  const logger = createLogger({ logLevel: 'silent' });
  await using writer = new BatchWriter(EVENTS, {
    address,
    clock: systemClock,
    logger,
    lanes: 2,
    maxQueuedRows: 50,
  });
  await writer.write(rows('before'));

  socket.cut();
  const short = writer.write(rows('short'));
  const [waiting, overflowing] = [writer.write(rows('queued')), [...rows('too many'), ...rows('by far')]];
  expect(() => writer.write(overflowing)).toThrow(
    expect.objectContaining({ code: 'overloaded', retryAfterSeconds: 1 }),
  );
  await sleep(800);
  await socket.mend();
  expect(new Set(await short)).toEqual(new Set(['accepted']));
  await waiting;
  expect(await counts()).toEqual({ stored: 60, rolled: 60 });

  socket.cut();
  const long = rows('long');
  await expect(writer.write(long)).rejects.toMatchObject({
    code: 'database-unavailable',
    retryAfterSeconds: 2,
  });
  await socket.mend();
  const mendedAt = performance.now();
  expect(new Set(await writer.write(long))).toEqual(new Set(['accepted']));
  expect(performance.now() - mendedAt).toBeLessThan(10_000);
  expect(new Set(await writer.write(long))).toEqual(new Set(['duplicate']));
  expect(await counts()).toEqual({ stored: 80, rolled: 80 });
});
