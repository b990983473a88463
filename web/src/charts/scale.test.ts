import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extent, firstFrom, linear, nearest, ticks } from './scale.ts';

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe('linear', () => {
  it('maps ends to ends and a single value to the middle', () => {
    const x = linear(0, 10, 100, 200);
    expect([0, 5, 10].map(x)).toEqual([100, 150, 200]);
    expect(linear(3, 3, 0, 10)(3)).toBe(5);
  });
});

describe('ticks', () => {
  it('gives round steps', () => {
    expect(ticks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticks(196, 489, 4)).toEqual([200, 300, 400]);
    expect(ticks(5, 5, 4)).toEqual([5]);
  });

  it('stays inside, ascends, and is neither empty nor crowded', () => {
    fc.assert(
      fc.property(finite, fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (low, span) => {
        const high = low + span;
        fc.pre(high > low);
        const marks = ticks(low, high, 4);
        const slack = span * 1e-6;
        expect(marks.length).toBeGreaterThan(0);
        expect(marks.length).toBeLessThanOrEqual(6);
        for (const mark of marks) {
          expect(mark).toBeGreaterThanOrEqual(low - slack);
          expect(mark).toBeLessThanOrEqual(high + slack);
        }
        expect(marks.toSorted((a, b) => a - b)).toEqual(marks);
      }),
    );
  });
});

describe('nearest', () => {
  it('finds what a search through all of them finds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }),
        finite,
        (values, position) => {
          const sorted = values.toSorted((a, b) => a - b);
          const found = Math.abs((sorted[nearest(sorted, position)] ?? Number.NaN) - position);
          expect(found).toBe(Math.min(...sorted.map((value) => Math.abs(value - position))));
        },
      ),
    );
  });
});

it('knows the extent of values, and of none', () => {
  expect(extent([3, -1, 2])).toEqual([-1, 3]);
  expect(extent([])).toEqual([0, 0]);
});

it('finds the first entry at or after a position', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.integer(), (numbers, position) => {
      const ascending = numbers.toSorted((a, b) => a - b);
      const found = ascending.findIndex((one) => one >= position);
      expect(firstFrom(ascending, position)).toBe(found === -1 ? ascending.length - 1 : found);
    }),
  );
});
