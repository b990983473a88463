import { afterAll, assert, beforeAll, describe, expect, it, vi } from 'vitest';
import { HEADER, importCsv, type MarketWorld, startMarket } from '../../test/support/market-world.ts';
import { atDatabase, withMaintenance } from '../../test/support/postgres-server.ts';

const bar = (date: string, symbol: string, close: number) =>
  `${date},${symbol},${close},${close},${close},${close},,10,0,1`;
const csv = (...lines: readonly string[]) => [HEADER, ...lines].join('\n');

describe('the universe in memory', () => {
  let market: MarketWorld;
  const overview = async () => (await market.get('/analytics/market/overview')).body.market_overview;
  const closes = async (symbol: string) => {
    const { body } = await market.get(`/analytics/market/bars/${symbol}`);
    return (body.bars as { date: string; close: number }[]).map(({ date, close }) => [date.slice(8), close]);
  };
  const WITHIN = { timeout: 10_000 };
  beforeAll(async () => {
    market = await startMarket('2026-11-25T17:00:00Z');
    await importCsv(
      market.database,
      csv(
        ...['AAA', 'BBB', 'CCC'].flatMap((symbol) => [
          bar('2026-11-19', symbol, 9),
          bar('2026-11-20', symbol, 10),
        ]),
      ),
    );
    await vi.waitFor(async () => assert.lengthOf(await closes('CCC'), 2), WITHIN);
  });
  afterAll(() => market[Symbol.asyncDispose]());

  it('opens sessions one after the other, each from the close before', async () => {
    await market.post({ symbol: 'AAA', price: 11, timestamp: '2026-11-23T17:00:00Z' });
    await market.post({ symbol: 'BBB', price: 12, timestamp: '2026-11-24T17:00:00Z' });
    expect(await overview()).toMatchObject({
      date: '2026-11-24',
      previous_date: '2026-11-23',
      symbols: 3,
      advancers: 1,
    });
    expect(await closes('AAA')).toEqual([
      ['19', 9],
      ['20', 10],
      ['23', 11],
    ]);
  });

  it('lets a late quote change a session that others have left behind', async () => {
    await market.post({ symbol: 'CCC', price: 20, timestamp: '2026-11-23T17:00:00Z' });
    expect(await closes('CCC')).toEqual([
      ['19', 9],
      ['20', 10],
      ['23', 20],
    ]);
    const yesterday = await market.get('/analytics/market/overview?as_of=2026-11-23');
    expect(yesterday.body.market_overview).toMatchObject({ symbols: 3, advancers: 2, unchanged: 1 });
    expect(await overview()).toMatchObject({ date: '2026-11-24', symbols: 3, advancers: 1, unchanged: 2 });
  });

  it('lets a late quote open a session in between', async () => {
    await market.post({ symbol: 'AAA', price: 30, timestamp: '2026-11-25T15:00:00Z' });
    await market.post({ symbol: 'NEW', price: 5, timestamp: '2026-11-22T15:00:00Z' });
    const sunday = await market.get('/analytics/market/overview?as_of=2026-11-22');
    expect(sunday.body.market_overview).toMatchObject({ date: '2026-11-22', symbols: 3, unchanged: 3 });
    expect(await overview()).toMatchObject({ date: '2026-11-25', symbols: 4, advancers: 1, unchanged: 3 });
    expect(await closes('BBB')).toEqual([
      ['19', 9],
      ['20', 10],
      ['24', 12],
    ]);
  });

  it('is the same when it is loaded anew', async () => {
    const before = await overview();
    market.bus.publish('market.bars.changed', { symbols: [], simulated: false });
    expect(await overview()).toEqual(before);
  });

  it('forgets what was carried when an import overtakes it', async () => {
    await importCsv(market.database, csv(bar('2026-11-24', 'AAA', 13), bar('2026-11-24', 'BBB', 12)));
    const day = () => market.get('/analytics/market/overview?as_of=2026-11-24');
    await expect
      .poll(async () => (await day()).body.meta, WITHIN)
      .toMatchObject({ coverage: { with_bar: 2 } });
    expect((await day()).body.market_overview).toMatchObject({ date: '2026-11-24', symbols: 1 });
  });

  it('forgets instruments that are gone', async () => {
    await market.database.pool.query(`DELETE FROM instruments WHERE symbol = 'NEW'`);
    market.bus.publish('market.bars.changed', { symbols: ['NEW'], simulated: false });
    await expect
      .poll(async () => (await market.get('/analytics/market/symbols')).body.count, WITHIN)
      .toEqual(3);
  });

  it('reads everything anew after it was deaf', async () => {
    await market.database.pool.query(
      `UPDATE market_bars SET close = 8, low = 8 WHERE symbol = 'CCC' AND ts = '2026-11-19Z'`,
    );
    await market.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'richesreach-bus' AND datname = current_database()`,
    );
    await expect.poll(async () => (await closes('CCC'))[0], WITHIN).toEqual(['19', 8]);
  });

  it('holds what it has while the database is away, and catches up', async () => {
    const { address, pool } = market.database;
    const { rows } = await pool.query('SELECT current_database() AS name');
    const setConnections = (allowed: boolean) =>
      withMaintenance(atDatabase(address, 'postgres'), async (client) => {
        await client.query(`ALTER DATABASE ${rows[0].name} ALLOW_CONNECTIONS ${allowed}`);
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          rows[0].name,
        ]);
      });
    await pool.query(`UPDATE market_bars SET close = 7, low = 7 WHERE symbol = 'CCC' AND ts = '2026-11-19Z'`);
    await setConnections(false);
    market.bus.publish('market.bars.changed', { symbols: ['CCC'], simulated: false });
    expect((await closes('CCC'))[0]).toEqual(['19', 8]);
    await setConnections(true);
    await expect.poll(async () => (await closes('CCC'))[0], WITHIN).toEqual(['19', 7]);
  });
});
