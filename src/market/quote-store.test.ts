import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { importCsv } from '../../test/support/market-world.ts';
import { writeQuotes } from './quote-store.ts';
import type { TimedQuote } from './session-bars.ts';
import { sessionDayOf } from './session-date.ts';

const OPENING = Date.parse('2026-11-25T14:30:00Z');
const quote = (symbol: string, minute: number, price: number): TimedQuote => ({
  quote: { symbol, price, volume: minute },
  timestampMs: OPENING + minute * 60_000,
  session: sessionDayOf(OPENING),
});

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function bar(symbol: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    'SELECT open, high, low, close, volume, source FROM market_bars WHERE symbol = $1',
    [symbol],
  );
  return rows[0];
}

describe('quotes in the database', () => {
  it('close the bar at the latest of them, however many write at once', async () => {
    const quotes = Array.from({ length: 60 }, (_, minute) => quote('RACE', minute + 1, 100 + minute));
    const shuffled = quotes.toSorted((a, b) => ((a.timestampMs * 7919) % 61) - ((b.timestampMs * 7919) % 61));
    await Promise.all(shuffled.map((it) => writeQuotes(database.pool, [it], 'quote')));
    expect(await bar('RACE')).toMatchObject({ high: 159, low: 100, close: 159, volume: 60, source: 'quote' });
  });

  it('are counted once, in one request or in two', async () => {
    const twice = [quote('TWICE', 1, 10), quote('TWICE', 1, 10), quote('TWICE', 1, 11)];
    expect(await writeQuotes(database.pool, twice, 'quote')).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(await writeQuotes(database.pool, twice, 'quote')).toMatchObject({ accepted: 0, duplicates: 3 });
    expect(await writeQuotes(database.pool, [], 'quote')).toMatchObject({ accepted: 0, symbols: [] });
  });

  it('do not stand in the way of an import of the same symbols, nor it in theirs', async () => {
    const symbols = Array.from({ length: 40 }, (_, i) => `S${i}`);
    const quotes = symbols.toReversed().map((symbol) => quote(symbol, 1, 10));
    const lines = symbols.map((symbol) => `2026-11-25,${symbol},9,9,9,9`);
    const [{ bars }, ...written] = await Promise.all([
      importCsv(database, ['date,symbol,open,high,low,close', ...lines].join('\n')),
      ...quotes.map((it) => writeQuotes(database.pool, [it], 'quote')),
      writeQuotes(database.pool, quotes, 'quote'),
    ]);
    expect(bars.files[0]).toMatchObject({ refused: 0, failure: null });
    expect(written.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(40);
    const { rows } = await database.pool.query(
      `SELECT count(*) AS count FROM market_bars WHERE symbol LIKE 'S%'`,
    );
    expect(rows).toEqual([{ count: 40 }]);
  });

  it('of simulated instruments only are taken from the demo', async () => {
    await database.pool.query(
      `INSERT INTO instruments (symbol, simulated) VALUES ('DEMO', true), ('REAL', false)`,
    );
    const written = await writeQuotes(
      database.pool,
      ['DEMO', 'REAL', 'NONE'].map((it) => quote(it, 1, 10)),
      'demo',
    );
    expect(written).toMatchObject({ accepted: 1, symbols: ['DEMO'] });
    expect([await bar('DEMO'), await bar('REAL')]).toEqual([
      expect.objectContaining({ source: 'simulated' }),
      undefined,
    ]);
    expect(await writeQuotes(database.pool, [quote('REAL', 2, 10)], 'demo')).toMatchObject({
      accepted: 0,
      symbols: [],
    });
  });
});
