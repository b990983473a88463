import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '#platform';
import { HEADER, importCsv, type MarketWorld, startMarket } from '../../test/support/market-world.ts';
import { loadDemoMarket, startDemoFeed } from './index.ts';

const NOW = '2026-11-25T15:00:00Z';
const logger = createLogger({ logLevel: 'warn' });

describe('the demo market in the database', () => {
  let market: MarketWorld;
  const clock = { now: () => Date.parse(NOW) };
  beforeAll(async () => {
    market = await startMarket(NOW);
  });
  afterAll(() => market[Symbol.asyncDispose]());

  it('fills an empty database, labelled, in less than two seconds of work', async () => {
    const startedAt = process.cpuUsage();
    expect(await loadDemoMarket({ ...market, clock })).toBe(true);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1e6).toBeLessThan(2);
    await vi.waitFor(
      async () => expect((await market.get('/analytics/market/overview')).status).toBe(200),
      10_000,
    );
    const { body } = await market.get('/analytics/market/overview');
    expect(body.meta).toMatchObject({
      as_of: '2026-11-24',
      simulated: true,
      source: ['simulated'],
      stale: false,
    });
    const overview = body.market_overview as { symbols: number; sector_performance: object };
    expect(overview.symbols).toBeGreaterThan(50);
    expect(Object.keys(overview.sector_performance)).toHaveLength(11);
  });

  it('leaves a database with data alone', async () => {
    expect(await loadDemoMarket({ ...market, clock })).toBe(false);
  });

  it('trades: the overview moves to today’s session, with every company in it, and goes on moving', async () => {
    await using feeds = new AsyncDisposableStack();
    feeds.use(startDemoFeed({ market: market.room, clock, logger }));
    const overview = async () => (await market.get('/analytics/market/overview')).body;
    await vi.waitFor(
      async () => expect((await overview()).meta).toMatchObject({ as_of: '2026-11-25' }),
      10_000,
    );
    const first = await overview();
    expect(first.meta).toMatchObject({ coverage: { symbols: 58, with_bar: 58 }, simulated: true });
    await vi.waitFor(
      async () => expect((await overview()).market_overview).not.toEqual(first.market_overview),
      10_000,
    );
  });

  it('gives way to real data: nothing simulated is left, and the feed ends', async () => {
    await using feeds = new AsyncDisposableStack();
    feeds.use(startDemoFeed({ market: market.room, clock, logger }));
    const { bars } = await importCsv(market.database, `${HEADER}\n2026-11-24,REAL,10,11,9,10,10,500,0,1\n`);
    expect(bars).toMatchObject({ simulatedRemoved: 62, files: [{ added: 1 }] });
    await vi.waitFor(
      async () => expect((await market.get('/analytics/market/symbols')).body).toMatchObject({ count: 1 }),
      10_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { rows } = await market.database.pool.query(
      `SELECT (SELECT count(*) FROM market_bars WHERE source <> 'import') AS bars,
         (SELECT count(*) FROM market_data) AS quotes, (SELECT count(*) FROM instruments) AS instruments`,
    );
    expect(rows).toEqual([{ bars: 0, quotes: 0, instruments: 1 }]);
    expect((await market.get('/analytics/market/overview')).body.meta).toMatchObject({ simulated: false });
  });
});
