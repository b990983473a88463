import { describe, expect, it } from 'vitest';
import {
  barsOf,
  instrument,
  MON,
  OPTIONS,
  overview,
  TUE,
  threeSymbols,
  WED,
} from '../../test/support/market.ts';
import { dayOf } from './bars.ts';
import { createUniverse } from './universe.ts';

describe('overview', () => {
  it('counts, weighs and ranks two sessions', () => {
    const it = overview(threeSymbols());
    expect(it).toMatchObject({ date: TUE, previousDate: MON, symbols: 3 });
    expect(it).toMatchObject({ advancers: 1, decliners: 1, unchanged: 1, upVolume: 7, downVolume: 20 });
    expect(it).toMatchObject({ totalMarketCap: 110 * 10 + 45 * 40, totalMarketCapMembers: 2 });
    expect(it.indexChangePercentCapWeight).toBeCloseTo((1000 * 10 - 2000 * 10) / 3000, 12);
    expect(it.indexChangePercentEqualWeight).toBeCloseTo(0, 12);
    expect(it.coverage).toEqual({ symbols: 3, withBar: 3, withMarketCap: 2 });
    expect(it.topGainers.map(({ symbol }) => symbol)).toEqual(['A', 'C', 'B']);
    expect(it.topLosers.map(({ symbol }) => symbol)).toEqual(['B', 'C', 'A']);
    expect(it.mostActiveByVolume.map(({ symbol }) => symbol)).toEqual(['B', 'A', 'C']);
    expect(it.mostActiveByDollarVolume[0]).toMatchObject({
      symbol: 'B',
      name: 'B Inc.',
      price: 45,
      volume: 20,
    });
  });

  it('describes sectors; one without a known cap has no cap-weighted change', () => {
    const { sectorPerformance } = overview(threeSymbols());
    expect(Object.keys(sectorPerformance)).toEqual(['Energy', 'Utilities']);
    expect(sectorPerformance.Energy).toMatchObject({
      members: 2,
      advancers: 1,
      decliners: 0,
      top: 'A',
      bottom: 'C',
    });
    expect(sectorPerformance.Energy?.changePercentEqualWeight).toBeCloseTo(5, 12);
    expect(sectorPerformance.Energy?.changePercentCapWeight).toBeCloseTo(10, 12);
    const universe = createUniverse(
      [instrument('X', { sector: null })],
      [
        barsOf('X', [
          { date: MON, close: 1 },
          { date: TUE, close: 2 },
        ]),
      ],
    );
    expect(overview(universe).sectorPerformance.Unclassified?.changePercentCapWeight).toBeNull();
    expect(overview(universe)).toMatchObject({ totalMarketCap: null, indexChangePercentCapWeight: null });
  });

  it('filters the lists by traded dollars and cuts them to the limit', () => {
    const it = overview(threeSymbols(), undefined, { limit: 1, minDollarVolume: 771 });
    expect(it.topGainers.map(({ symbol }) => symbol)).toEqual(['B']);
    expect(it.symbols).toBe(3);
  });

  it('ranks ties by symbol', () => {
    const rows = [
      { date: MON, close: 10 },
      { date: TUE, close: 11 },
    ];
    const universe = createUniverse([], [barsOf('Z', rows), barsOf('M', rows), barsOf('B', rows)]);
    for (const list of [overview(universe).topGainers, overview(universe).mostActiveByVolume]) {
      expect(list.map(({ symbol }) => symbol)).toEqual(['B', 'M', 'Z']);
    }
  });

  it('restates a split day and carries shares over the split', () => {
    const universe = createUniverse(
      [instrument('A', { sharesOutstanding: 10, sharesAsOf: dayOf(MON) })],
      [
        barsOf('A', [
          { date: MON, close: 400 },
          { date: TUE, close: 102, split: 4 },
        ]),
      ],
    );
    expect(overview(universe).topGainers[0]?.changePercent).toBeCloseTo(2, 12);
    expect(overview(universe).totalMarketCap).toBe(102 * 40);
    expect(overview(universe).indexChangePercentCapWeight).toBeCloseTo(2, 12);
  });

  it('counts shares known after a split back to before it', () => {
    const universe = createUniverse(
      [instrument('A', { sharesOutstanding: 40, sharesAsOf: dayOf(TUE) })],
      [
        barsOf('A', [
          { date: MON, close: 400 },
          { date: TUE, close: 102, split: 4 },
        ]),
      ],
    );
    expect(overview(universe, MON).totalMarketCap).toBe(400 * 10);
  });

  it('leaves out symbols without a bar in both sessions', () => {
    const universe = createUniverse(
      [instrument('OLD'), instrument('NEW'), instrument('GAP'), instrument('A')],
      [
        barsOf('OLD', [
          { date: MON, close: 5 },
          { date: TUE, close: 6 },
        ]),
        barsOf('NEW', [{ date: WED, close: 5 }]),
        barsOf('GAP', [
          { date: MON, close: 5 },
          { date: WED, close: 9 },
        ]),
        barsOf('A', [
          { date: MON, close: 5 },
          { date: TUE, close: 5 },
          { date: WED, close: 4 },
        ]),
      ],
    );
    expect(overview(universe, WED)).toMatchObject({
      symbols: 1,
      decliners: 1,
      coverage: { symbols: 4, withBar: 3 },
    });
    expect(overview(universe, TUE).topGainers.map(({ symbol }) => symbol)).toEqual(['OLD', 'A']);
  });

  it('takes the last session on or before the day', () => {
    expect(overview(threeSymbols(), '2024-01-14').date).toBe(TUE);
    expect(overview(threeSymbols(), MON)).toMatchObject({ date: MON, previousDate: null, symbols: 0 });
  });

  it('of the first session knows no changes but the caps', () => {
    const it = overview(threeSymbols(), MON);
    expect(it).toMatchObject({ totalMarketCap: 3000, totalMarketCapMembers: 2, topGainers: [] });
    expect(it).toMatchObject({ indexChangePercentCapWeight: null, indexChangePercentEqualWeight: null });
    expect(it).toMatchObject({ realisedVolatility21d: null, percentAboveSma50: null, sectorPerformance: {} });
  });

  it('says why there is none', () => {
    const none = { kind: 'no-market-data' };
    expect(createUniverse([], []).overview(undefined, OPTIONS)).toEqual({
      ...none,
      reason: 'empty',
      firstDate: null,
    });
    expect(createUniverse([instrument('A')], []).overview(undefined, OPTIONS)).toMatchObject({
      reason: 'empty',
    });
    expect(threeSymbols().overview(dayOf('2024-01-07'), OPTIONS)).toEqual({
      ...none,
      reason: 'before-first-session',
      firstDate: MON,
    });
  });
});

describe('crypto', () => {
  const rows = (last: number) => [
    { date: '2024-01-13', close: 100 },
    { date: '2024-01-14', close: last },
  ];

  it('is a market of its own, with its own sessions', () => {
    const universe = threeSymbols();
    universe.updateInstruments([instrument('BTC-USD', { assetClass: 'crypto', sharesOutstanding: 19 })]);
    universe.replaceBars(barsOf('BTC-USD', rows(105)));
    expect(universe.crypto(undefined, OPTIONS)).toMatchObject({
      totalCryptoMarketCap: 105 * 19,
      topCryptoGainers: [{ symbol: 'BTC-USD', price: 105 }],
      cryptoVolatility: null,
      cryptoTrend: null,
      reason: null,
    });
    expect(overview(universe)).toMatchObject({ date: TUE, symbols: 3 });
  });

  it('is null with the reason where there is none', () => {
    const universe = threeSymbols();
    expect(universe.crypto(undefined, OPTIONS)).toMatchObject({
      totalCryptoMarketCap: null,
      reason: 'There are no bars of asset class crypto.',
    });
    universe.updateInstruments([instrument('BTC-USD', { assetClass: 'crypto' })]);
    universe.replaceBars(barsOf('BTC-USD', rows(105)));
    expect(universe.crypto(dayOf(TUE), OPTIONS).reason).toBe('The first crypto session is 2024-01-13.');
  });

  it('changes by its own sessions, beside the equities by theirs', () => {
    const universe = threeSymbols();
    universe.updateInstruments([
      instrument('BTC-USD', { assetClass: 'crypto', simulated: true }),
      instrument('OLD-USD', { assetClass: 'crypto' }),
    ]);
    universe.replaceBars(barsOf('BTC-USD', rows(85)));
    universe.replaceBars(barsOf('OLD-USD', rows(500).slice(0, 1)));
    const day = dayOf(TUE);
    const bitcoin = { day: dayOf('2024-01-14'), changePercent: expect.closeTo(-15, 9), simulated: true };
    expect([...universe.sessionChanges()]).toEqual([
      ['A', { day, changePercent: expect.closeTo(10, 9), simulated: false }],
      ['B', { day, changePercent: expect.closeTo(-10, 9), simulated: false }],
      ['C', { day, changePercent: 0, simulated: false }],
      ['BTC-USD', bitcoin],
    ]);
    expect([...universe.sessionChanges(dayOf('2024-01-13')).keys()]).toEqual(['A', 'B', 'C']);
    expect(createUniverse([instrument('ETH-USD', { assetClass: 'crypto' })], []).sessionChanges().size).toBe(
      0,
    );
  });

  it('takes in an instrument that turns out to be one', () => {
    const universe = createUniverse([], [barsOf('BTC-USD', rows(105))]);
    expect(overview(universe).symbols).toBe(1);
    universe.updateInstruments([instrument('BTC-USD', { assetClass: 'crypto' })]);
    expect(universe.overview(undefined, OPTIONS)).toMatchObject({ kind: 'no-market-data' });
    expect(universe.crypto(undefined, OPTIONS).topCryptoGainers).toHaveLength(1);
  });
});
