import { describe, expect, it } from 'vitest';
import { barsOf, instrument } from '../../test/support/market.ts';
import { dayOf } from './bars.ts';
import { createUniverse } from './universe.ts';
import type { AdjustedBars, Adjustment } from './universe-types.ts';

const universe = createUniverse(
  [instrument('A'), instrument('EMPTY')],
  [
    barsOf('A', [
      { date: '2024-01-08', open: 390, high: 420, low: 380, close: 400, volume: 10 },
      { date: '2024-01-09', close: 100, split: 4, volume: 50 },
      { date: '2024-01-10', close: 99, dividend: 1 },
      { date: '2024-01-11', close: 50, split: 2, dividend: 0.5 },
    ]),
  ],
);

function bars(adjustment: Adjustment, asOf?: string): AdjustedBars {
  const outcome = universe.bars('A', adjustment, asOf === undefined ? undefined : dayOf(asOf));
  if (outcome.kind !== 'bars') throw new Error(outcome.reason);
  return outcome.bars;
}

describe('adjusted bars', () => {
  it('raw are as traded', () => {
    expect([...bars('raw').close]).toEqual([400, 100, 99, 50]);
    expect([...bars('raw').volume]).toEqual([10, 50, 100, 100]);
  });

  it('for splits: earlier prices divided, volumes multiplied', () => {
    const it = bars('splits');
    expect([...it.close]).toEqual([50, 50, 49.5, 50]);
    expect([it.open[0], it.high[0], it.low[0]]).toEqual([48.75, 52.5, 47.5]);
    expect([...it.volume]).toEqual([80, 100, 200, 100]);
  });

  it('for all: price changes are total returns', () => {
    const { close } = bars('all');
    // Last session: 2 × 50 + a dividend of 2 × 0.5 for a share of 99; as price factor 1 − 1/99.
    expect(close[2]! / close[3]!).toBeCloseTo((49.5 / 50) * (1 - 1 / 99), 12);
    // The session before: a dividend of 1 on a share of 100.
    expect(close[1]! / close[2]!).toBeCloseTo((100 / 99) * (1 - 1 / 100), 12);
    expect(close[0]! / close[1]!).toBeCloseTo(1, 12);
    expect([...bars('all').volume]).toEqual([...bars('splits').volume]);
  });

  it('know nothing after the day they are restated for', () => {
    expect([...bars('splits', '2024-01-10').close]).toEqual([100, 100, 99]);
    expect([...bars('splits', '2024-01-08').close]).toEqual([400]);
  });

  it('are copies', () => {
    bars('raw').close[0] = 1;
    expect(bars('raw').close[0]).toBe(400);
  });

  it('say why there are none', () => {
    expect(universe.bars('A', 'raw', dayOf('2024-01-07'))).toEqual({
      kind: 'no-market-data',
      reason: 'before-first-session',
      firstDate: '2024-01-08',
    });
    expect(universe.bars('EMPTY', 'raw')).toMatchObject({ reason: 'empty' });
    expect(universe.bars('NONE', 'raw')).toMatchObject({ reason: 'unknown-symbol' });
  });

  it('leave a dividend out that is not below the previous close', () => {
    const odd = createUniverse(
      [],
      [
        barsOf('X', [
          { date: '2024-01-08', close: 3 },
          { date: '2024-01-09', close: 2, dividend: 3 },
        ]),
      ],
    );
    expect(odd.bars('X', 'all')).toMatchObject({ bars: { close: Float64Array.of(3, 2) } });
  });
});
