import { describe, expect, it } from 'vitest';
import { createNormal } from '../price-paths.test-data.ts';
import { RecursiveRegression } from './recursive-regression.ts';

describe('recursive regression', () => {
  it('finds what the normal equations of ridge regression find', () => {
    const normal = createNormal(1);
    const rows = Array.from({ length: 50 }, () => ({ x: [1, normal()] as const, y: 2 + 3 * normal() }));
    const regression = new RecursiveRegression([0, 0], 0.5);
    for (const { x, y } of rows) regression.learn(x, y, 1);
    // (X'X + I / 0.5) b = X'y, by hand for two unknowns.
    const sum = (value: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + value(row), 0);
    const [a, b, d] = [50 + 2, sum(({ x }) => x[1]), sum(({ x }) => x[1] ** 2) + 2];
    const [u, v] = [sum(({ y }) => y), sum(({ x, y }) => x[1] * y)];
    const determinant = a * d - b * b;
    expect(regression.coefficients[0]).toBeCloseTo((d * u - b * v) / determinant, 9);
    expect(regression.coefficients[1]).toBeCloseTo((a * v - b * u) / determinant, 9);
  });

  it('keeps to its prior while nothing was learned, and forgets the past', () => {
    const regression = new RecursiveRegression([1], 1, 0.5);
    expect(regression.predict([2])).toBe(2);
    for (let i = 0; i < 30; i++) regression.learn([1], 7, 1);
    for (let i = 0; i < 30; i++) regression.learn([1], -7, 1);
    expect(regression.predict([1])).toBeCloseTo(-7, 4);
  });
});
