import { describe, expect, it } from 'vitest';
import type { Bar } from '#contracts/market';
import { lastChange, withTail, yearRange } from './bars.ts';
import { rangeStart } from './range.ts';

function bar(date: string, close: number): Bar {
  return { date, open: close, high: close + 1, low: close - 1, close, volume: 1 };
}

const BARS = [bar('2020-08-26', 10), bar('2020-08-27', 11), bar('2020-08-28', 12)];

describe('withTail', () => {
  it('replaces the newest bar while it moves', () => {
    const tail = [bar('2020-08-27', 11), bar('2020-08-28', 12.5)];
    expect(withTail(BARS, tail)).toEqual([BARS[0], ...tail]);
  });

  it('adds a new session', () => {
    const tail = [bar('2020-08-28', 12), bar('2020-08-31', 13)];
    expect(withTail(BARS, tail)).toEqual([BARS[0], BARS[1], ...tail]);
  });

  it('asks for all bars after a split', () => {
    expect(withTail(BARS, [bar('2020-08-28', 3), bar('2020-08-31', 3.2)])).toBeNull();
  });

  it('asks for all bars where sessions are missing between', () => {
    expect(withTail(BARS, [bar('2020-09-01', 14), bar('2020-09-02', 15)])).toBeNull();
  });

  it('leaves bars as they are without a tail, and takes a single bar', () => {
    expect(withTail(BARS, [])).toBe(BARS);
    expect(withTail([bar('2020-08-28', 12)], [bar('2020-08-28', 13)])).toEqual([bar('2020-08-28', 13)]);
  });
});

describe('lastChange', () => {
  it('compares the last two closes', () => {
    expect(lastChange(BARS)).toEqual({ amount: 1, percent: 100 * (12 / 11 - 1) });
  });

  it('is unknown of one bar, and against a close of zero', () => {
    expect(lastChange(BARS.slice(-1))).toBeNull();
    expect(lastChange([bar('2020-08-27', 0), bar('2020-08-28', 1)])).toBeNull();
  });
});

it('ranges over 252 sessions, not over all', () => {
  const many = Array.from({ length: 300 }, (_, index) => bar(`day ${index}`, index));
  expect(yearRange(many)).toEqual({ low: 47, high: 300 });
  expect(yearRange([])).toBeNull();
});

it('starts a range by the calendar, never before the first bar', () => {
  const start = (range: Parameters<typeof rangeStart>[0]) => rangeStart(range, '2018-01-02', '2020-03-31');
  expect(start('1m')).toBe('2020-03-01');
  expect(start('ytd')).toBe('2020-01-01');
  expect(start('1y')).toBe('2019-04-01');
  expect(start('3y')).toBe('2018-01-02');
  expect(start('max')).toBe('2018-01-02');
});
