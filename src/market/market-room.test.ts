import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HEADER, importCsv, type MarketWorld, startMarket } from '../../test/support/market-world.ts';

type Overview = Record<string, unknown> & { top_gainers: { symbol: string }[] };

const SESSIONS = ['2026-11-20', '2026-11-23', '2026-11-24'];
const BARS = SESSIONS.flatMap((date, i) => [
  `${date},AAA,10,12,9,${10 + i},${10 + i},1000,0,1`,
  `${date},BBB,50,55,45,${50 - i},${50 - i},2000,0,1`,
  `${date},CCC,20,21,19,20,20,500,0,1`,
]);

describe('the market room', () => {
  let market: MarketWorld;
  const overview = async (query = '') => {
    const { body } = await market.get(`/analytics/market/overview${query}`);
    return body as { market_overview: Overview; meta: Record<string, unknown> };
  };
  beforeAll(async () => {
    market = await startMarket('2026-11-25T17:00:00Z');
  });
  afterAll(() => market[Symbol.asyncDispose]());

  it('says what to do while there are no data', async () => {
    const { status, body } = await market.get('/analytics/market/overview');
    expect(status).toBe(404);
    expect(body).toMatchObject({
      code: 'no-market-data',
      detail: expect.stringContaining('richesreach import market'),
    });
  });

  it('shows what another process imported', async () => {
    await importCsv(market.database, [HEADER, ...BARS].join('\n'));
    await vi.waitFor(
      async () => expect((await overview()).meta).toMatchObject({ as_of: '2026-11-24' }),
      5_000,
    );
    expect(await overview()).toMatchObject({
      market_overview: {
        date: '2026-11-24',
        previous_date: '2026-11-23',
        symbols: 3,
        advancers: 1,
        decliners: 1,
      },
      meta: { stale: false, source: ['import'], simulated: false, coverage: { symbols: 3, with_bar: 3 } },
    });
  });

  it('moves by a quote at once, the others standing at their last close', async () => {
    const answer = await market.post({ symbol: 'ccc', price: 22, volume: 300 });
    expect(answer).toMatchObject({ status: 200, body: { status: 'success', symbol: 'CCC', accepted: 1 } });
    const { market_overview, meta } = await overview();
    expect(market_overview).toMatchObject({
      date: '2026-11-25',
      symbols: 3,
      advancers: 1,
      decliners: 0,
      unchanged: 2,
    });
    expect(market_overview.top_gainers[0]).toMatchObject({
      symbol: 'CCC',
      change_percent: expect.closeTo(10, 9),
    });
    expect(meta).toMatchObject({ source: ['import', 'quote'], coverage: { symbols: 3, with_bar: 1 } });
    expect(meta.notes).toContainEqual(expect.stringContaining('2 symbols have not traded'));
    const { body } = await market.get('/analytics/market/bars/AAA');
    expect((body.bars as { date: string }[]).map(({ date }) => date)).toEqual(SESSIONS);
    expect(body.meta).toMatchObject({ as_of: '2026-11-24' });
  });

  it('widens the session’s bar, closes at the latest quote and keeps the largest volume', async () => {
    const quotes = [
      { symbol: 'CCC', price: 25, volume: 900, timestamp: '2026-11-25T16:00:00Z' },
      { symbol: 'CCC', price: 19, volume: 400, timestamp: '2026-11-25T15:00:00Z', high: 26 },
    ];
    expect((await market.post(quotes)).body).toMatchObject({ accepted: 2, duplicates: 0, errors: [] });
    const bars = async () =>
      ((await market.get('/analytics/market/bars/CCC?limit=1')).body.bars as object[])[0];
    expect(await bars()).toEqual({ date: '2026-11-25', open: 22, high: 26, low: 19, close: 22, volume: 900 });
    expect((await market.post(quotes)).body).toMatchObject({ accepted: 0, duplicates: 2 });
    expect(await bars()).toMatchObject({ close: 22 });
  });

  it('takes NDJSON, keeps the good and names the bad', async () => {
    const lines = [
      '{"symbol":"BBB","price":49}',
      '{"symbol":"BBB","price":-1}',
      'not json',
      '{"symbol":"BBB","price":49,"timestamp":"2026-11-26T17:00:00Z"}',
      '{"symbol":"BBB","price":49,"high":40,"low":45}',
    ];
    const { status, body } = await market.post(lines.join('\n'), 'application/x-ndjson');
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(
      (body.errors as { index: number; pointer: string }[]).map(({ index, pointer }) => [index, pointer]),
    ).toEqual([
      [1, '/price'],
      [2, ''],
      [3, '/timestamp'],
      [4, '/high'],
    ]);
    const future = await market.post({ symbol: 'BBB', price: 49, timestamp: '2027-01-01T00:00:00Z' });
    expect(future).toMatchObject({
      status: 422,
      body: { code: 'invalid-fields', errors: [{ pointer: '/timestamp' }] },
    });
  });

  it('makes an instrument of a symbol nobody knew', async () => {
    await market.post({ symbol: 'NEW', price: 5, volume: 10 });
    const { body } = await market.get('/analytics/market/symbols?search=new');
    expect(body.symbols).toEqual([
      { symbol: 'NEW', name: null, sector: null, asset_class: 'equity', simulated: false },
    ]);
  });

  it('reloads a symbol whose past changed', async () => {
    await market.post({ symbol: 'AAA', price: 8, timestamp: '2026-11-20T20:00:00Z' });
    const { body } = await market.get('/analytics/market/bars/AAA?end_date=2026-11-20');
    expect(body.bars).toEqual([{ date: '2026-11-20', open: 10, high: 12, low: 8, close: 8, volume: 1000 }]);
    expect((await overview('?as_of=2026-11-23')).market_overview.top_gainers[0]).toMatchObject({
      symbol: 'AAA',
    });
  });

  it('lets an import have the last word on a session, and the next session begin from it', async () => {
    await importCsv(market.database, `${HEADER}\n2026-11-25,CCC,22,27,18,24,24,5000,0,1\n`);
    await vi.waitFor(
      async () =>
        expect((await overview()).market_overview).toMatchObject({ symbols: 2, previous_date: '2026-11-24' }),
      5_000,
    );
    market.setNow('2026-11-27T17:00:00Z');
    await market.post({ symbol: 'CCC', price: 12 });
    expect((await overview()).market_overview).toMatchObject({
      date: '2026-11-27',
      previous_date: '2026-11-25',
    });
    expect((await overview()).market_overview.top_losers).toMatchObject([
      { symbol: 'CCC', change_percent: -50 },
    ]);
  });

  it('answers hours from quotes, and says why where there are none', async () => {
    const { body } = await market.get('/analytics/market/trends?symbol=CCC&timeframe=1h');
    expect((body.market_trends as { points: object[] }).points).toMatchObject([
      { date: '2026-11-25T15:00:00.000Z', close: 19, volume: 400 },
      { date: '2026-11-25T16:00:00.000Z', close: 25, volume: 500 },
      { date: '2026-11-25T17:00:00.000Z', close: 22, volume: 0 },
      { date: '2026-11-27T17:00:00.000Z', close: 12, change_percent: expect.closeTo(-45.4545, 3), volume: 0 },
    ]);
    const index = await market.get('/analytics/market/trends?timeframe=1h');
    expect(index).toMatchObject({ status: 404, body: { code: 'no-market-data' } });
  });

  it('suggests symbols that are near, and days that exist', async () => {
    const typo = await market.get('/analytics/market/bars/CCD');
    expect(typo).toMatchObject({
      status: 404,
      body: { code: 'unknown-symbol', detail: expect.stringContaining('CCC') },
    });
    const early = await market.get('/analytics/market/overview?as_of=2020-01-01');
    expect(early).toMatchObject({ status: 404, body: { detail: expect.stringContaining('2026-11-20') } });
  });
});
