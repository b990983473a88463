import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { FeedError, type FeedQuote, type MarketDataFeed } from './feed.ts';
import { type FeedProgress, type FeedRunDeps, runFeed } from './run-feed.ts';

const logger = createLogger({ logLevel: 'silent' });
const { signal } = new AbortController();

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

function deps(): FeedRunDeps {
  return { pool: database.pool, bus: createBus(logger), random: () => 0 };
}

/** Each connection tells its batches and then fails as told; the last one ends. */
function feedOf(...connections: { batches: FeedQuote[][]; failure?: Error }[]): MarketDataFeed {
  return {
    name: 'test',
    assetClass: 'equity',
    async *quotes() {
      const { batches, failure } = connections.shift() ?? { batches: [] };
      yield* batches;
      if (failure !== undefined) throw failure;
    },
  };
}

function quote(symbol: string, minute: number): FeedQuote {
  const timestamp = new Date(Date.UTC(2026, 0, 5, 15, minute)).toISOString();
  return { symbol, price: 100 + minute, volume: minute, timestamp };
}

async function stored(symbol: string): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'SELECT price, simulated FROM market_data WHERE symbol = $1 ORDER BY "timestamp"',
    [symbol],
  );
  return rows;
}

const lost = new FeedError({ what: 'Lost.', why: 'Test.', fix: 'None.', retryable: true });
const refused = new FeedError({ what: 'Refused.', why: 'Test.', fix: 'None.', retryable: false });

describe('a running feed', () => {
  it('connects again where the line is lost, and records all it was told', async () => {
    const seen: FeedProgress[] = [];
    const feed = feedOf(
      { batches: [[quote('RUN', 1)]], failure: lost },
      { batches: [], failure: lost },
      { batches: [[quote('RUN', 2), quote('RUN', 3)]] },
    );
    const result = await runFeed(deps(), feed, ['RUN'], signal, (it) => seen.push(it));
    expect(result).toMatchObject({ quotes: 3, reconnects: 2, trouble: undefined });
    expect(seen.map(({ trouble }) => trouble)).toContain('Lost. Test. None.');
    expect(await stored('RUN')).toEqual([101, 102, 103].map((price) => ({ price, simulated: false })));
  });

  it('marks the bars it makes', async () => {
    const { rows } = await database.pool.query(`SELECT source FROM market_bars WHERE symbol = 'RUN'`);
    expect(rows).toEqual([{ source: 'feed' }]);
  });

  it('ends where waiting does not help', async () => {
    const feed = feedOf({ batches: [[quote('END', 1)]], failure: refused });
    await expect(runFeed(deps(), feed, ['END'], signal)).rejects.toBe(refused);
  });

  it('keeps quotes while the database does not take them', async () => {
    const { pool } = database;
    let failures = 2;
    const flaky: FeedRunDeps['pool'] = Object.create(pool, {
      connect: {
        value: () => (failures-- > 0 ? Promise.reject(new Error('down')) : pool.connect()),
      },
    });
    const feed = feedOf(
      { batches: [[quote('KEEP', 1)]] },
      { batches: [[quote('KEEP', 2)]] },
      { batches: [] },
    );
    await runFeed({ ...deps(), pool: flaky }, feed, ['KEEP'], signal);
    expect(await stored('KEEP')).toHaveLength(2);
  });

  it('stops when it is told to, in the middle of waiting too', async () => {
    const stopping = new AbortController();
    const feed = feedOf({ batches: [], failure: lost }, { batches: [], failure: lost });
    const running = runFeed({ ...deps(), random: () => 0.99 }, feed, ['STOP'], stopping.signal, () =>
      stopping.abort(),
    );
    expect(await running).toMatchObject({ quotes: 0, reconnects: 1 });
  });
});
