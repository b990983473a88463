import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  age,
  clockTime,
  duration,
  isCalendarDate,
  moment,
  monthsBefore,
  nextWeekday,
  sessionDate,
  shortClock,
} from './time.ts';

const dates = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('time', () => {
  it.each([
    [0, '0 s'],
    [0.2, '< 1 s'],
    [45, '45 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [7_200, '2 h'],
    [7_259, '2 h'],
    [90_000, '1 d 1 h'],
    [86_399.6, '1 d'],
  ])('says how long %d seconds are', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('writes a session date that no time zone shifts', () => {
    expect(sessionDate('2020-03-16')).toContain('16');
    expect(sessionDate('2020-03-16')).toContain('2020');
    expect(sessionDate('2020-01-01T00:00:00Z')).toContain('2020');
  });

  it('counts the hours of a day from 0 to 23 wherever it says a time', () => {
    const midnight = new Date(2026, 0, 2, 0, 5, 9);
    expect(clockTime(midnight.getTime())).toBe('00:05:09');
    expect(shortClock(midnight.getTime())).toBe('00:05');
    expect(moment(midnight.getTime())).toContain('00:05');
  });

  it('tells an age in its largest whole unit', () => {
    expect([-5, 4_900, 61_000, 7_200_000, 200_000_000].map(age)).toEqual([
      '0 s',
      '4 s',
      '1 min',
      '2 h',
      '2 d',
    ]);
  });

  it('steps over weekends', () => {
    expect(nextWeekday('2020-03-13', 1)).toBe('2020-03-16');
    expect(nextWeekday('2020-03-16', -1)).toBe('2020-03-13');
  });

  it('goes back by months inside shorter ones', () => {
    expect(monthsBefore('2020-03-31', 1)).toBe('2020-02-29');
    expect(monthsBefore('2021-03-31', 1)).toBe('2021-02-28');
    expect(monthsBefore('2020-01-15', 12)).toBe('2019-01-15');
  });

  it('always lands on a weekday, in the direction asked for, and on dates that exist', () => {
    fc.assert(
      fc.property(
        dates,
        fc.constantFrom(1 as const, -1 as const),
        fc.integer({ min: 0, max: 60 }),
        (date, step, months) => {
          const weekday = nextWeekday(date, step);
          expect([0, 6]).not.toContain(new Date(`${weekday}T00:00:00Z`).getUTCDay());
          expect(weekday > date).toBe(step === 1);
          expect(addDays(addDays(date, 40), -40)).toBe(date);
          expect(isCalendarDate(monthsBefore(date, months))).toBe(true);
        },
      ),
    );
  });

  it.each(['2020-02-30', '2020-3-1', '20200301', '', 20_200_301, null])('refuses %s as a date', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});
