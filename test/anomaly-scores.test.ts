import { describe, expect, it } from 'vitest';
import {
  labelFile,
  normalisedScore,
  PROFILES,
  probationRows,
  rawScore,
  rowsOf,
  scaledSigmoid,
} from '../bench/nab-scorer.ts';
import { rangePrecision, rangeRecall, rangesOf } from '../bench/range-scores.ts';

const { standard } = PROFILES;

describe('the NAB scorer', () => {
  it('spares 15 % of a file, at most 750 rows', () => {
    expect([100, 103, 5_000, 20_000].map(probationRows)).toEqual([15, 15, 750, 750]);
  });

  it('weighs positions as the definition does', () => {
    // 2/(1 + e^-5) - 1, 0, and 2/(1 + e^5) - 1
    expect(scaledSigmoid(-1)).toBeCloseTo(0.986614, 6);
    expect(scaledSigmoid(0)).toBe(0);
    expect(scaledSigmoid(1)).toBeCloseTo(-0.986614, 6);
    expect(scaledSigmoid(3.1)).toBe(-1);
  });

  /** 100 rows, window 40–49: width 10, sigma(-1) = .986614. */
  const file = labelFile(100, [{ left: 40, right: 49 }]);
  const score = (...rows: number[]) => rawScore(file, (row) => rows.includes(row), standard);

  it('rewards the earliest alarm in a window once', () => {
    expect(score(40)).toBeCloseTo(1, 12);
    expect(score(40, 41, 49)).toBeCloseTo(1, 12);
    // sigma(-5/10) = 2/(1 + e^-2.5) - 1 = .848284
    expect(score(45)).toBeCloseTo(0.848284 / 0.986614, 5);
    // sigma(-1/10) = 2/(1 + e^-.5) - 1 = .244919
    expect(score(49)).toBeCloseTo(0.244919 / 0.986614, 5);
  });

  it('costs a missed window and false alarms, less when they are only late', () => {
    expect(score()).toBe(-1);
    expect(score(40, 30)).toBeCloseTo(1 - 0.11, 12);
    // y = 3/9: sigma = 2/(1 + e^(5/3)) - 1 = -.682298
    expect(score(40, 52)).toBeCloseTo(1 - 0.11 * 0.682298, 5);
    expect(score(40, 99)).toBeCloseTo(1 - 0.11, 12);
    expect(score(40, 3)).toBeCloseTo(1, 12);
  });

  it('doubles what its profile says', () => {
    const raw = (rows: number[], name: keyof typeof PROFILES) =>
      rawScore(file, (row) => rows.includes(row), PROFILES[name]);
    expect(raw([40, 30], 'reward_low_FP_rate')).toBeCloseTo(1 - 0.22, 12);
    expect(raw([], 'reward_low_FN_rate')).toBe(-2);
  });

  it('takes a file without windows for false alarms throughout', () => {
    expect(rawScore(labelFile(100, []), (row) => row === 20 || row === 90, standard)).toBeCloseTo(-0.22, 12);
    expect(normalisedScore(-0.22, 0, standard)).toBeNull();
  });

  it('puts silence at 0 and perfection at 100', () => {
    expect(normalisedScore(score(), 1, standard)).toBe(0);
    expect(normalisedScore(score(40), 1, standard)).toBeCloseTo(100, 10);
  });

  it('finds the rows of windows whose ends lie between rows or carry fractions', () => {
    const times = ['2014-01-01 00:00:00', '2014-01-01 00:05:00', '2014-01-01 00:10:00'];
    expect(rowsOf(times, [['2014-01-01 00:01:00.000000', '2014-01-01 00:10:00.000000']])).toEqual([
      { left: 1, right: 2 },
    ]);
  });
});

describe('range-based recall and precision', () => {
  const real = [
    { left: 10, right: 19 },
    { left: 30, right: 39 },
  ];

  it('makes ranges of rows', () => {
    expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([
      { left: 1, right: 3 },
      { left: 7, right: 7 },
      { left: 9, right: 10 },
    ]);
  });

  it('counts what is touched and how much of it is covered', () => {
    const predicted = [{ left: 15, right: 24 }];
    expect(rangeRecall(real, predicted, 1)).toBe(0.5);
    expect(rangeRecall(real, predicted, 0)).toBe(0.25);
    expect(rangeRecall(real, predicted, 0.5)).toBe(0.375);
    expect(rangePrecision(real, predicted)).toBe(0.5);
  });

  it('divides by the number of pieces', () => {
    const predicted = [
      { left: 10, right: 11 },
      { left: 18, right: 19 },
    ];
    expect(rangeRecall(real, predicted, 0)).toBeCloseTo(0.4 / 2 / 2, 12);
    expect(rangePrecision(real, predicted)).toBe(1);
  });

  it('knows nothing where there is nothing', () => {
    expect(rangeRecall([], [{ left: 1, right: 1 }], 1)).toBeNull();
    expect(rangePrecision(real, [])).toBeNull();
  });
});
