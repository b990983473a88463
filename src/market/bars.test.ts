import { describe, expect, it } from 'vitest';
import { dateOf, dayOf, lastOnOrBefore } from './bars.ts';

describe('days', () => {
  it('counts days since 1970-01-01 and back', () => {
    expect(dayOf('1970-01-01')).toBe(0);
    expect(dayOf('2020-02-29') - dayOf('2020-02-28')).toBe(1);
    expect(dateOf(dayOf('2021-04-21'))).toBe('2021-04-21');
  });

  it('finds the last day on or before another', () => {
    const days = Int32Array.of(10, 12, 15);
    expect([9, 10, 11, 12, 14, 15, 99].map((day) => lastOnOrBefore(days, day))).toEqual([
      -1, 0, 0, 1, 1, 2, 2,
    ]);
    expect(lastOnOrBefore(new Int32Array(0), 5)).toBe(-1);
  });
});
