import { afterAll, assert, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IndicatorsAnswer } from '#contracts/indicators';
import { HEADER, importCsv, type MarketWorld, startMarket } from '../../test/support/market-world.ts';
import { dateOf, dayOf } from './bars.ts';
import { rsi } from './indicators/rsi.ts';
import { sma } from './indicators/sma.ts';

const FIRST = dayOf('2025-01-01');
const DAYS = 320;
const SPLIT_AT = 300;
/** A rise with waves, so that every indicator has something to say. */
const LEVELS = Float64Array.from({ length: DAYS }, (_, t) => 100 + 0.2 * t + 6 * Math.sin(t / 7));

/** SPLT trades at four times the level until it splits 4:1. */
const BARS = Array.from(LEVELS, (level, t) => {
  const close = level * (t < SPLIT_AT ? 4 : 1);
  return `${dateOf(FIRST + t)},SPLT,${close},${close + 1},${close - 1},${close},${close},${1000 + t},0,${t === SPLIT_AT ? 4 : 1}`;
});

describe('GET /analytics/market/indicators/{symbol}', () => {
  let market: MarketWorld;
  const ask = async (query = '', symbol = 'SPLT') => {
    const { status, body } = await market.get(`/analytics/market/indicators/${symbol}${query}`);
    return { status, body: body as unknown as IndicatorsAnswer & { detail: string; errors: object[] } };
  };
  const indicator = (body: IndicatorsAnswer, id: string) => {
    const found = body.indicators.find((it) => it.id === id);
    if (found === undefined) throw new Error(`no ${id} among ${body.indicators.map((it) => it.id).join()}`);
    return found;
  };
  beforeAll(async () => {
    market = await startMarket('2025-11-17T17:00:00Z');
    await importCsv(market.database, [HEADER, ...BARS, `${dateOf(FIRST)},ONE,5,5,5,5,5,10,0,1`].join('\n'));
    await vi.waitFor(async () => assert.equal((await ask()).status, 200), 5_000);
  });
  afterAll(() => market[Symbol.asyncDispose]());

  it('computes the customary ones on split-adjusted closes, whatever part is shown', async () => {
    const { body } = await ask('?limit=30');
    expect(body.dates).toHaveLength(30);
    expect(body.dates.at(-1)).toBe(dateOf(FIRST + DAYS - 1));
    expect(body).toMatchObject({ adjustment: 'splits', truncated: true, timeframe: '1d' });
    expect(body.close[0]).toBeCloseTo(LEVELS[DAYS - 30] ?? 0, 9);
    const strength = rsi(LEVELS).slice(-30);
    for (const [i, value] of (indicator(body, 'rsi(14)').series.rsi ?? []).entries())
      expect(value).toBeCloseTo(strength[i] ?? 0, 9);
    expect(indicator(body, 'sma(200)').latest.sma).toBeCloseTo(sma(LEVELS, 200).at(-1) ?? 0, 9);
    expect(indicator(body, 'sma(200)')).toMatchObject({ overlay: true, parameters: { period: 200 } });
    expect(body.indicators).toHaveLength(16);
    expect(body.trend.components).toHaveProperty('price_vs_sma200', 1);
  });

  it('reads each in plain words that fit its values', async () => {
    const { body } = await ask();
    const { latest, reading } = indicator(body, 'sma(200)');
    expect(reading?.state).toBe((body.close.at(-1) ?? 0) > (latest.sma ?? 0) ? 'bullish' : 'bearish');
    const macd = indicator(body, 'macd(12,26,9)');
    expect(macd.reading?.text).toContain((macd.latest.histogram ?? 0) > 0 ? 'above' : 'below');
    expect(indicator(body, 'atr(14)').reading).toBeNull();
  });

  it('takes indicators with parameters, each once', async () => {
    const { body } = await ask('?indicators=sma(3),%20SMA(3),bollinger(20,2.5),macd&limit=5');
    expect(body.indicators.map(({ id }) => id)).toEqual(['sma(3)', 'bollinger(20,2.5)', 'macd(12,26,9)']);
  });

  it('says null and why where history is too short', async () => {
    const { body } = await ask('', 'one');
    expect(body).toMatchObject({ symbol: 'ONE', dates: [dateOf(FIRST)], trend: { score: null } });
    const { series, latest, reading, reason } = indicator(body, 'rsi(14)');
    expect([series.rsi, latest.rsi, reading]).toEqual([[null], null, null]);
    expect(reason).toBe('It needs 15 bars; there are 1 up to here.');
    expect(indicator(body, 'obv').latest.obv).toBe(10);
  });

  it('gathers weeks and months, and knows nothing of later days', async () => {
    const weeks = (await ask('?timeframe=1w&indicators=sma(2)&limit=3')).body;
    expect(weeks.dates.map((date) => new Date(date).getUTCDay()).slice(0, 2)).toEqual([0, 0]);
    const months = (await ask('?timeframe=1m&indicators=sma(2)')).body;
    expect(months.dates.slice(0, 2)).toEqual(['2025-01-31', '2025-02-28']);
    const early = (await ask('?as_of=2025-03-31&indicators=sma(2)')).body;
    expect(early.dates.at(-1)).toBe('2025-03-31');
    expect(early.close.at(-1)).toBeCloseTo(4 * (LEVELS[dayOf('2025-03-31') - FIRST] ?? 0), 6);
  });

  it('cuts to a range and stays defined at its start', async () => {
    const { body } = await ask('?start_date=2025-06-01&end_date=2025-06-10&indicators=sma(50)');
    expect([body.dates[0], body.dates.at(-1)]).toEqual(['2025-06-01', '2025-06-10']);
    expect(indicator(body, 'sma(50)').series.sma?.every((value) => value !== null)).toBe(true);
    const nothing = (await ask('?start_date=2030-01-01&indicators=rsi')).body;
    expect(nothing.dates).toEqual([]);
    const before = (await ask('?end_date=2020-01-01&indicators=rsi')).body.indicators[0];
    expect(before).toMatchObject({ latest: { rsi: null }, reason: 'There are no bars in this range.' });
  });

  it.each([
    ['?indicators=rsi,foo', 'no indicator'],
    ['?indicators=sma(0)', 'whole number from 1 to 1000'],
    ['?indicators=sma(1.5)', 'whole number'],
    ['?indicators=sma(2,3)', 'it takes period'],
    ['?indicators=macd(26,12,9)', 'not below the slow'],
    ['?indicators=bollinger(20,0)', 'above 0'],
    ['?indicators=sma(2', 'no indicator'],
    ['?indicators=,', 'names no indicator'],
    ['?timeframe=5m', 'must be one of'],
    ['?surprise=1', 'not a known field'],
  ])('refuses %s', async (query, told) => {
    const { status, body } = await ask(query);
    expect([status, body.detail]).toEqual([422, expect.stringContaining(told)]);
  });

  it('names symbols it does not know, and hours it has no quotes of', async () => {
    expect(await ask('', 'SPLX')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('SPLT') },
    });
    expect((await ask('?timeframe=1h')).status).toBe(404);
  });

  it('follows a quote at once, also by the hour', async () => {
    const before = (await ask('?indicators=sma(1)')).body.close.at(-1);
    await market.post([
      { symbol: 'SPLT', price: 500, volume: 10, timestamp: '2025-11-17T15:10:00Z' },
      { symbol: 'SPLT', price: 520, volume: 20, timestamp: '2025-11-17T15:50:00Z' },
    ]);
    const after = (await ask('?indicators=sma(1)')).body;
    expect([before === 520, after.close.at(-1)]).toEqual([false, 520]);
    const hours = (await ask('?timeframe=1h&indicators=sma(1),vwap')).body;
    expect(hours).toMatchObject({ dates: ['2025-11-17T15:00:00.000Z'], close: [520] });
    expect(indicator(hours, 'vwap').latest.vwap).toBeCloseTo((520 + 500 + 520) / 3, 9);
  });
});
