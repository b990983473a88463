import { afterAll, assert, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MarketImportReport } from '#market';
import { differences, type Json } from '../../test/support/differences.ts';
import { importFiles, type MarketWorld, startMarket } from '../../test/support/market-world.ts';
import { expectedOverviews, sp500Present } from '../../test/support/sp500.ts';

const DIRECTORY = '../shared/data/market';
const FILES = [2016, 2017, 2018, 2019, 2020, 2021].map((year) => `${DIRECTORY}/sp500_daily_${year}.csv.gz`);
if (!sp500Present) console.warn(`SKIPPED: import of the real bars, ${DIRECTORY} is not here`);

async function membersWithCap(market: MarketWorld): Promise<number | undefined> {
  const { body } = await market.get('/analytics/market/overview');
  return (body.market_overview as { total_market_cap_members: number } | undefined)?.total_market_cap_members;
}

describe.skipIf(!sp500Present)('the real daily bars, imported', () => {
  let market: MarketWorld;
  let report: MarketImportReport;
  beforeAll(async () => {
    market = await startMarket();
    report = await importFiles(market.database, FILES, `${DIRECTORY}/symbols.csv`);
    await vi.waitFor(async () => assert.equal(await membersWithCap(market), 422), { timeout: 20_000 });
  });
  afterAll(() => market[Symbol.asyncDispose]());

  it('takes every row and finds the day of the share counts', () => {
    const { bars, symbols } = report;
    expect(bars.files.map(({ added }) => added)).toEqual([
      123_324, 123_758, 124_203, 125_895, 127_185, 37_797,
    ]);
    expect(symbols?.sharesDating).toEqual({ by: 'closes', date: '2018-02-07' });
  });

  it.each(expectedOverviews())('answers the overview of $date to the digit', async (expected) => {
    const { status, body } = await market.get(`/analytics/market/overview?as_of=${expected.date}`);
    expect(status).toBe(200);
    expect(differences(body.market_overview as Json, expected)).toEqual([]);
    expect(body.meta).toMatchObject({
      as_of: expected.date,
      stale: false,
      simulated: false,
      source: ['import'],
      coverage: { symbols: 504, with_market_cap: 423 },
    });
  });

  it('changes nothing when imported again', async () => {
    const before = await market.get('/analytics/market/overview?as_of=2020-08-31');
    const { bars, symbols } = await importFiles(
      market.database,
      FILES.slice(4, 5),
      `${DIRECTORY}/symbols.csv`,
    );
    expect(bars.files[0]).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 127_185,
      refused: 0,
      failure: null,
    });
    expect(symbols).toMatchObject({ added: 0, changed: 0, unchanged: 504 });
    const after = await market.get('/analytics/market/overview?as_of=2020-08-31');
    expect(after.body).toEqual(before.body);
  });

  it('restates a split for indicators and never in the stored bar', async () => {
    const path = '/analytics/market/bars/AAPL?start_date=2020-08-28&end_date=2020-08-31';
    const raw = await market.get(`${path}&adjustment=raw`);
    const adjusted = await market.get(`${path}&adjustment=splits`);
    expect((raw.body.bars as { close: number }[]).map(({ close }) => close)).toEqual([499.23, 129.04]);
    expect((adjusted.body.bars as { close: number }[]).map(({ close }) => close)).toEqual([124.8075, 129.04]);
  });

  it('shows what is asked for beyond the last session as it stands, and says that it is old', async () => {
    const future = await market.get('/analytics/market/overview?as_of=2030-01-01');
    const latest = await market.get('/analytics/market/overview');
    expect(future.body.market_overview).toEqual(latest.body.market_overview);
    expect(latest.body.meta).toMatchObject({ as_of: '2021-04-21', stale: true });
  });
});
