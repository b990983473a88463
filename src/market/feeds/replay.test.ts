import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { HEADER, importCsv } from '../../../test/support/market-world.ts';
import { dayOf } from '../bars.ts';
import { openReplay, restoreAbandonedReplay } from './replay.ts';
import { beginReplay, lastRealSession } from './replay-store.ts';
import { runFeed } from './run-feed.ts';

const logger = createLogger({ logLevel: 'silent' });
const bus = createBus(logger);
const { signal } = new AbortController();
const DAY = '2021-01-05';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await importCsv(
    database,
    [
      HEADER,
      '2021-01-04,AAA,9,9,9,9,9,500,0,1',
      `${DAY},AAA,10,12,9,11,11,1000,0.5,2`,
      `${DAY},BBB,50,55,40,41,41,7,0,1`,
    ].join('\n'),
  );
});
afterAll(() => database[Symbol.asyncDispose]());

const options = () => ({ pool: database.pool, bus, day: dayOf(DAY), speed: 1e6 });

async function rows(query: string): Promise<unknown[]> {
  return (await database.pool.query(query)).rows;
}
const bars = () => rows('SELECT * FROM market_bars ORDER BY symbol, ts');

describe('a replay', () => {
  it('plays the session from open to close at its own date, and puts its bars back untouched', async () => {
    const before = await bars();
    let during: unknown[] = [];
    {
      await using feed = await openReplay(options(), []);
      expect(await rows(`SELECT close, volume, source FROM market_bars WHERE symbol = 'BBB'`)).toEqual([
        { close: 50, volume: 0, source: 'simulated' },
      ]);
      await runFeed({ pool: database.pool, bus, random: () => 0 }, feed, [], signal);
      during = await rows(`SELECT open, close, volume, source FROM market_bars WHERE symbol = 'BBB'`);
      const [span] = await rows(
        `SELECT min("timestamp") AS first, max("timestamp") AS last, bool_and(simulated) AS simulated FROM market_data`,
      );
      expect(span).toEqual({
        first: new Date('2021-01-05T14:30:00Z'),
        last: new Date('2021-01-05T20:59:00Z'),
        simulated: true,
      });
    }
    expect(during).toEqual([{ open: 50, close: 41, volume: 7, source: 'simulated' }]);
    expect(await bars()).toEqual(before);
    expect(await rows('SELECT FROM market_data')).toEqual([]);
  });

  it('of a killed process is put back by the next start, and not while it lives', async () => {
    const before = await bars();
    await beginReplay(database.pool, dayOf(DAY), ['AAA']);
    expect(await bars()).not.toEqual(before);
    await restoreAbandonedReplay(database.pool, bus);
    expect(await bars()).toEqual(before);

    await using _ = await openReplay(options(), ['AAA']);
    const playing = await bars();
    await restoreAbandonedReplay(database.pool, bus);
    expect(await bars()).toEqual(playing);
    await expect(openReplay(options(), [])).rejects.toMatchObject({ what: 'Another replay is under way.' });
  });

  it('says where there is no such session', async () => {
    expect(await lastRealSession(database.pool)).toBe(DAY);
    await expect(openReplay({ ...options(), day: dayOf('2021-01-06') }, [])).rejects.toMatchObject({
      what: 'There is no session 2021-01-06 to replay.',
    });
    await expect(openReplay(options(), ['ZZZ'])).rejects.toMatchObject({
      why: 'No real bar of ZZZ on that day is stored.',
    });
  });
});
