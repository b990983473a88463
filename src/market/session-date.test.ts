import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from './bars.ts';
import { lastCompletedWeekday, sessionDayOf, weekdayOnOrBefore } from './session-date.ts';

const session = (iso: string) => dateOf(sessionDayOf(Date.parse(iso)));
const completed = (iso: string) => dateOf(lastCompletedWeekday(Date.parse(iso)));

describe('the session of a moment', () => {
  it.each([
    ['2026-11-25T17:00:00Z', '2026-11-25'],
    ['2026-11-26T03:00:00Z', '2026-11-25'],
    ['2026-11-26T04:59:59.999Z', '2026-11-25'],
    ['2026-11-26T05:00:00Z', '2026-11-26'],
    ['2026-07-01T03:59:59Z', '2026-06-30'],
    ['2026-07-01T04:00:00Z', '2026-07-01'],
    ['2026-03-08T04:30:00Z', '2026-03-07'],
    ['2026-03-09T03:30:00Z', '2026-03-08'],
    ['2026-11-25T17:00:00+09:00', '2026-11-25'],
  ])('%s is of %s in New York', (iso, date) => expect(session(iso)).toBe(date));
});

describe('the last completed weekday', () => {
  it.each([
    ['2026-11-25T20:59:00Z', '2026-11-24'],
    ['2026-11-25T21:00:00Z', '2026-11-25'],
    ['2026-07-01T19:59:00Z', '2026-06-30'],
    ['2026-07-01T20:00:00Z', '2026-07-01'],
    ['2026-11-28T12:00:00Z', '2026-11-27'],
    ['2026-11-29T23:00:00Z', '2026-11-27'],
    ['2026-11-30T12:00:00Z', '2026-11-27'],
  ])('at %s is %s', (iso, date) => expect(completed(iso)).toBe(date));

  it('is found for days before 1970 too', () => {
    expect(dateOf(weekdayOnOrBefore(dayOf('1969-12-28')))).toBe('1969-12-26');
    expect(dateOf(weekdayOnOrBefore(dayOf('1969-12-29')))).toBe('1969-12-29');
  });
});
