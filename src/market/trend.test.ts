import { describe, expect, it } from 'vitest';
import { trendAt, trendSeries } from './trend.ts';

const levelsOf = (length: number, level: (i: number) => number) =>
  Float64Array.from({ length }, (_, i) => level(i));

/** Breadth that alone makes the score: the level is too short for every other component. */
function statesOf(scores: readonly number[]): string[] {
  const above50 = Float64Array.from(scores);
  const advanceDecline = new Float64Array(scores.length).fill(Number.NaN);
  const series = trendSeries(
    levelsOf(scores.length, () => 1),
    { above50, advanceDecline },
  );
  return scores.map((_, i) => trendAt(series, i).trend);
}

describe('trend of a level', () => {
  it('has the components of a rising one at 1', () => {
    const it = trendAt(trendSeries(levelsOf(250, (i) => 100 * 1.001 ** i)), 249);
    expect(it).toEqual({
      trend: 'bullish',
      score: 1,
      components: {
        priceVsSma200: 1,
        sma50VsSma200: 1,
        slope63d: 1,
        breadth50: null,
        advanceDecline10d: null,
      },
    });
  });

  it('has those of a falling one at −1', () => {
    const it = trendAt(trendSeries(levelsOf(250, (i) => 100 * 0.999 ** i)), 249);
    expect(it).toMatchObject({ trend: 'bearish', score: -1 });
  });

  it('is neutral with score 0 where nothing moves', () => {
    const it = trendAt(trendSeries(levelsOf(250, () => 0.1)), 249);
    expect(it).toMatchObject({ trend: 'neutral', score: 0 });
    expect(it.components).toMatchObject({ priceVsSma200: 0, sma50VsSma200: 0, slope63d: 0 });
  });

  it('leaves undefined components out of the mean', () => {
    const series = trendSeries(levelsOf(100, (i) => 100 + i));
    expect(trendAt(series, 61)).toMatchObject({ trend: 'neutral', score: null });
    expect(trendAt(series, 62)).toMatchObject({ trend: 'bullish', score: 1 });
    expect(trendAt(series, 62).components).toMatchObject({ priceVsSma200: null, slope63d: 1 });
  });

  it('counts a slope only where |t| > 2', () => {
    // Alternating ±d around a line of slope b: t = b / (sd of residuals / √Σ(k − 31)²), residuals about ±d.
    const slope = 1e-4;
    const wobble = (t: number) => (slope * Math.sqrt(20_832)) / t;
    const at = (t: number) =>
      trendAt(trendSeries(levelsOf(63, (i) => Math.exp(slope * i + (i % 2 ? 1 : -1) * wobble(t)))), 62);
    expect(at(2.1).components.slope63d).toBe(1);
    expect(at(1.9).components.slope63d).toBe(0);
  });
});

describe('state', () => {
  it('needs more than 0.33 to be taken and less than 0.23 to be left', () => {
    expect(statesOf([0.33, 0.34, 0.24, 0.22, 0.3])).toEqual([
      'neutral',
      'bullish',
      'bullish',
      'neutral',
      'neutral',
    ]);
    expect(statesOf([-0.3, -0.4, -0.25, -0.2])).toEqual(['neutral', 'bearish', 'bearish', 'neutral']);
  });

  it('turns from one side to the other at once', () => {
    expect(statesOf([0.5, -0.5, 0.3])).toEqual(['bullish', 'bearish', 'neutral']);
  });

  it('is neutral while the score is undefined', () => {
    expect(statesOf([0.5, Number.NaN, 0.3])).toEqual(['bullish', 'neutral', 'neutral']);
  });
});
