import { describe, expect, it } from 'vitest';
import { barsOf, instrument } from '../../test/support/market.ts';
import { dayOf } from './bars.ts';
import { createUniverse } from './universe.ts';
import type { MarketTrends, Timeframe, Universe } from './universe-types.ts';

function trends(
  universe: Universe,
  symbol: string | null,
  timeframe: Timeframe,
  asOf?: string,
  limit = 60,
): MarketTrends {
  const outcome = universe.trends(symbol, timeframe, asOf === undefined ? undefined : dayOf(asOf), limit);
  if (outcome.kind !== 'trends') throw new Error(outcome.reason);
  return outcome.trends;
}

/** Friday, then Monday to Wednesday across a month's end; split 2:1 on Monday. */
const A = barsOf('A', [
  { date: '2024-01-26', close: 200, volume: 10 },
  { date: '2024-01-29', close: 110, volume: 20, split: 2 },
  { date: '2024-01-31', close: 120, volume: 30 },
  { date: '2024-02-01', close: 90, volume: 40 },
]);

describe('trends of a symbol', () => {
  const universe = createUniverse([instrument('A')], [A]);

  it('by day, restated for the split', () => {
    const { symbol, points } = trends(universe, 'A', '1d');
    expect(symbol).toBe('A');
    expect(points.map(({ date, close, volume }) => [date, close, volume])).toEqual([
      ['2024-01-26', 100, 20],
      ['2024-01-29', 110, 20],
      ['2024-01-31', 120, 30],
      ['2024-02-01', 90, 40],
    ]);
    expect(points[0]?.changePercent).toBeNull();
    expect(points[3]?.changePercent).toBeCloseTo(-25, 12);
  });

  it('by ISO week', () => {
    const { points } = trends(universe, 'A', '1w');
    expect(points.map(({ date, close, volume }) => [date, close, volume])).toEqual([
      ['2024-01-26', 100, 20],
      ['2024-02-01', 90, 90],
    ]);
  });

  it('by calendar month', () => {
    const { points } = trends(universe, 'A', '1m');
    expect(points.map(({ date, volume }) => [date, volume])).toEqual([
      ['2024-01-31', 70],
      ['2024-02-01', 40],
    ]);
    expect(points[1]?.changePercent).toBeCloseTo(-25, 12);
  });

  it('as of a day, the newest of them, with the change kept where the list is cut', () => {
    const { points } = trends(universe, 'A', '1d', '2024-01-30', 1);
    expect(points.map(({ date, close }) => [date, close])).toEqual([['2024-01-29', 110]]);
    expect(points[0]?.changePercent).toBeCloseTo(10, 12);
  });

  it('are refused with the reason', () => {
    expect(universe.trends('B', '1d', undefined, 9)).toMatchObject({ reason: 'unknown-symbol' });
    expect(universe.trends('A', '1d', dayOf('2024-01-01'), 9)).toMatchObject({
      reason: 'before-first-session',
    });
    expect(universe.trends(null, '1d', dayOf('2024-01-01'), 9)).toMatchObject({
      reason: 'before-first-session',
    });
    expect(createUniverse([], []).trends(null, '1d', undefined, 9)).toMatchObject({ reason: 'empty' });
  });
});

describe('trends of the market', () => {
  it('are those of the cap-weighted index, 100 at its first session', () => {
    const B = barsOf('B', [
      { date: '2024-01-29', close: 10 },
      { date: '2024-01-31', close: 20 },
      { date: '2024-02-01', close: 20 },
    ]);
    const shares = (symbol: string, sharesOutstanding: number) =>
      instrument(symbol, { sharesOutstanding, sharesAsOf: dayOf('2024-02-01') });
    const universe = createUniverse([shares('A', 20), shares('B', 110)], [A, B]);
    const { symbol, points } = trends(universe, null, '1d');
    expect(symbol).toBeNull();
    expect(points.map(({ date, volume }) => [date, volume])).toEqual([
      ['2024-01-26', 10],
      ['2024-01-29', 120],
      ['2024-01-31', 130],
      ['2024-02-01', 140],
    ]);
    // Caps of 2024-01-29: A 2200, B 1100; A rises by 1/11, B doubles.
    const third = 110 * (1 + (2200 / 11 + 1100) / 3300);
    // Caps of 2024-01-31: A 2400, B 2200; A falls by a quarter.
    const fourth = third * (1 - 600 / 4600);
    for (const [i, level] of [100, 110, third, fourth].entries())
      expect(points[i]?.close).toBeCloseTo(level, 10);
  });

  it('have no points where no cap is known', () => {
    const universe = createUniverse([instrument('A')], [A]);
    expect(trends(universe, null, '1d').points).toEqual([]);
  });
});
