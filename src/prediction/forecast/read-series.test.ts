import { describe, expect, it } from 'vitest';
import { readSeries } from './read-series.ts';

describe('readSeries', () => {
  it('fills a single gap on a straight line, a long one from neighbouring seasons', () => {
    expect([...readSeries([1, 2, null, 4], 1).values]).toEqual([1, 2, 3, 4]);
    const { values, filled } = readSeries([1, 9, 5, null, null, null, 3, 11, 7], 3);
    expect([...values]).toEqual([1, 9, 5, 2, 10, 6, 3, 11, 7]);
    expect(filled).toBe(3);
  });

  it('leaves out gaps before the first value and carries the last one on', () => {
    expect([...readSeries([null, null, 4, 5, 6, null], 1).values]).toEqual([4, 5, 6, 6]);
  });

  it.each([
    [[], 'There are 0 values'],
    [[1, 2], 'There are 2 values'],
    [[1, null, null, null, null, 2, null, 3], '5 of 8 values are missing'],
    [[1, 2, '3'], 'x[2] is "3"'],
    [[1, 2, 1e101], 'x[2] is 1e+101'],
    [[1, 2, {}], 'x[2] is {}'],
  ])('refuses %j', (given, message) => {
    expect(() => readSeries(given, 1)).toThrow(message);
  });
});
