import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../linear-algebra/eigen.ts';
import { exponentialCovariance, repairSemidefinite, sampleCovariance, semiCovariance } from './covariance.ts';
import {
  betaOf,
  capmReturn,
  emaHistoricalReturn,
  equalWeighted,
  meanHistoricalReturn,
} from './expected-returns.ts';
import { completeRows, type PricePanel, type ReturnPanel, returnsOf, selectSymbols } from './panel.ts';
import { ledoitWolf, oracleApproximating } from './shrinkage.ts';

const ROWS = 40;
/** A common factor and four noises; the expected figures below were computed from it with numpy. */
const returns: ReturnPanel = {
  symbols: ['A', 'B', 'C', 'D'],
  days: Array.from({ length: ROWS }, (_, t) => `day ${t}`),
  columns: [0, 1, 2, 3].map((i) =>
    Float64Array.from(
      { length: ROWS },
      (_, t) => 0.01 * (Math.sin(1.7 * (t + 1)) + 0.4 * (i + 1) * Math.sin((i + 2.3) * (t + 1) * 1.1)),
    ),
  ),
};

const gappy: PricePanel = {
  symbols: ['A', 'B'],
  days: ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'],
  columns: [
    Float64Array.of(100, 110, Number.NaN, 121, 133.1),
    Float64Array.of(Number.NaN, 50, 55, 60.5, 54.45),
  ],
};

describe('returns', () => {
  it('never bridge a gap', () => {
    const { columns } = returnsOf(gappy);
    expect(Array.from(columns[0] ?? [], (value) => Number(value.toFixed(9)))).toEqual([
      0.1,
      Number.NaN,
      Number.NaN,
      0.1,
    ]);
    expect(columns[1]?.[0]).toBeNaN();
  });

  it('of complete rows start where every symbol has a price', () => {
    expect(completeRows(gappy).days).toEqual(['2020-01-02', '2020-01-06', '2020-01-07']);
  });

  it('say which symbols have no prices', () => {
    expect(selectSymbols(gappy, ['B', 'X'])).toMatchObject({ panel: { symbols: ['B'] }, missing: ['X'] });
  });
});

describe('expected returns', () => {
  it('compound over the days a symbol traded', () => {
    const { columns } = returnsOf(gappy);
    const [a] = meanHistoricalReturn({ ...returns, columns });
    expect(a).toBeCloseTo(1.1 ** 252 - 1, -3);
  });

  it('weigh recent days more', () => {
    expect(emaHistoricalReturn(returns, 20)[2]).toBeCloseTo(0.0518287462132998, 9);
  });

  it('follow the market by beta', () => {
    expect(betaOf(returns.columns[3] as Float64Array, equalWeighted(returns))).toBeCloseTo(
      1.2385586733482796,
      12,
    );
    expect(capmReturn(returns, 0.02)[3]).toBeCloseTo(-0.02566694375520027, 10);
  });
});

describe('covariance', () => {
  it.each([
    ['sample', sampleCovariance(returns), 0.013918580812341923],
    ['exponential', exponentialCovariance(returns, 180), 0.013753782858950658],
    ['semicovariance', semiCovariance(returns), 0.0075018714699592514],
    ['Ledoit–Wolf, constant variance', ledoitWolf(returns).covariance, 0.011931847997634018],
    ['Ledoit–Wolf, single factor', ledoitWolf(returns, 'single_factor').covariance, 0.013361428722351297],
    [
      'Ledoit–Wolf, constant correlation',
      ledoitWolf(returns, 'constant_correlation').covariance,
      0.009723320796737057,
    ],
    ['OAS', oracleApproximating(returns).covariance, 0.011235506507996004],
  ])('%s agrees with numpy', (_, covariance, expected) => {
    expect(covariance[1]).toBeCloseTo(expected, 13);
    expect(covariance[4]).toBe(covariance[1]);
  });

  it('takes each pair over the days both have', () => {
    const { columns, symbols, days } = returnsOf(gappy);
    const covariance = sampleCovariance({ columns, symbols, days });
    expect(covariance[1]).toBeNaN();
    expect(covariance[0]).toBeCloseTo(0, 12);
  });

  it('is repaired to the nearest semidefinite matrix', () => {
    const broken = Float64Array.of(1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1);
    const repaired = repairSemidefinite(broken, 3);
    expect(symmetricEigen(broken, 3).values[0]).toBeLessThan(-0.5);
    expect(symmetricEigen(repaired, 3).values[0]).toBeGreaterThan(-1e-14);
    expect(
      repairSemidefinite(repaired, 3).every((value, at) => Math.abs(value - (repaired[at] ?? 0)) < 1e-14),
    ).toBe(true);
  });

  it('keeps what is already semidefinite', () => {
    const fine = Float64Array.of(2, 1, 1, 2);
    expect(repairSemidefinite(fine, 2)).toBe(fine);
  });
});
