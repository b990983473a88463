import { describe, expect, it } from 'vitest';
import {
  barsOf,
  dayBar,
  instrument,
  MON,
  overview,
  THU,
  TUE,
  threeSymbols,
  WED,
} from '../../test/support/market.ts';
import { createUniverse } from './universe.ts';

describe('changes', () => {
  it('a quote replaces the last bar and everything that follows from it', () => {
    const universe = threeSymbols();
    const before = { revision: universe.revision, overview: overview(universe) };
    expect(universe.updateLastBar('C', dayBar({ date: TUE, close: 25, volume: 3 }))).toBe(true);
    expect(universe.revision).toBeGreaterThan(before.revision);
    expect(overview(universe)).toMatchObject({ advancers: 2, unchanged: 0, upVolume: 10 });
    expect(overview(universe).topGainers[0]).toMatchObject({ symbol: 'C', changePercent: 25 });
    expect(before.overview.advancers).toBe(1);
  });

  it('a quote of a new day opens a session', () => {
    const universe = threeSymbols();
    overview(universe);
    universe.updateLastBar('A', dayBar({ date: WED, close: 121 }));
    universe.updateLastBar('B', dayBar({ date: THU, close: 45 }));
    expect(overview(universe)).toMatchObject({ date: THU, previousDate: WED, symbols: 0 });
    expect(overview(universe, WED)).toMatchObject({ symbols: 1, coverage: { symbols: 3, withBar: 1 } });
  });

  it('a quote of a split day restates shares known as of the last bar', () => {
    const universe = threeSymbols();
    universe.updateInstruments([instrument('A', { sharesOutstanding: 10 })]);
    expect(overview(universe, MON).totalMarketCap).toBe(100 * 10 + 50 * 40);
    universe.updateLastBar('A', dayBar({ date: WED, close: 55, split: 2 }));
    expect(overview(universe, WED).totalMarketCap).toBe(55 * 10);
    expect(overview(universe, MON).totalMarketCap).toBe(100 * 5 + 50 * 40);
  });

  it('a quote of an earlier day than the last bar is left to a reload', () => {
    expect(threeSymbols().updateLastBar('A', dayBar({ date: MON, close: 1 }))).toBe(false);
  });

  it('a quote of an unknown symbol makes it an equity of unknown sector', () => {
    const universe = threeSymbols();
    expect(universe.updateLastBar('NEW', dayBar({ date: TUE, close: 1 }))).toBe(true);
    expect(universe.instrument('NEW')).toMatchObject({ assetClass: 'equity', sector: null });
    expect(overview(universe).coverage).toMatchObject({ symbols: 4, withBar: 4 });
  });

  it('replaced bars, shares, sectors and removals show at once', () => {
    const universe = threeSymbols();
    overview(universe);
    universe.replaceBars(
      barsOf('A', [
        { date: MON, close: 100 },
        { date: TUE, close: 90 },
      ]),
    );
    expect(overview(universe).decliners).toBe(2);
    universe.updateInstruments([instrument('C', { sharesOutstanding: 5, sector: 'Utilities' })]);
    expect(overview(universe)).toMatchObject({ totalMarketCap: 900 + 1800 + 100, totalMarketCapMembers: 3 });
    expect(overview(universe).sectorPerformance.Utilities?.members).toBe(2);
    universe.removeInstruments(['B', 'A']);
    expect(overview(universe)).toMatchObject({ symbols: 1, unchanged: 1 });
    expect(universe.instruments.map(({ symbol }) => symbol)).toEqual(['C']);
  });

  it('quotes lead to the same as loading their final bars', () => {
    const closes = Array.from({ length: 330 }, (_, i) => 50 + 10 * Math.sin(i / 9) + (i % 7));
    const rows = (scale: number) => closes.map((close, i) => ({ date: dateAt(i), close: close * scale }));
    const loaded = createUniverse(
      [instrument('A', { sharesOutstanding: 3 })],
      [barsOf('A', rows(1)), barsOf('B', rows(2))],
    );
    const quoted = createUniverse(
      [instrument('A', { sharesOutstanding: 3 })],
      [barsOf('A', rows(1).slice(0, 300)), barsOf('B', rows(2).slice(0, 300))],
    );
    for (let i = 300; i < 330; i++) {
      quoted.updateLastBar('A', dayBar({ date: dateAt(i), close: 1 }));
      overview(quoted);
      quoted.updateLastBar('A', dayBar({ date: dateAt(i), close: closes[i]! }));
      quoted.updateLastBar('B', dayBar({ date: dateAt(i), close: closes[i]! * 2 }));
    }
    for (const i of [299, 300, 310, 329]) {
      expect(overview(quoted, dateAt(i))).toEqual(overview(loaded, dateAt(i)));
    }
  });
});

function dateAt(i: number): string {
  return new Date(Date.UTC(2022, 0, 3 + i)).toISOString().slice(0, 10);
}
