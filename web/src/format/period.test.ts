import { describe, expect, it } from 'vitest';
import { datesOf, daysOf, isDateRange, isTimeZone, localDate, neighbour } from './period.ts';

const NEW_YEAR_IN_BERLIN = Date.parse('2026-12-31T23:30:00Z');

describe('a period', () => {
  it('ends today, and today is a matter of the time zone', () => {
    expect(localDate(NEW_YEAR_IN_BERLIN, 'UTC')).toBe('2026-12-31');
    expect(localDate(NEW_YEAR_IN_BERLIN, 'Europe/Berlin')).toBe('2027-01-01');
    expect(localDate(NEW_YEAR_IN_BERLIN, 'America/New_York')).toBe('2026-12-31');
  });

  it.each([
    ['7d', '2026-12-25'],
    ['30d', '2026-12-02'],
    ['90d', '2026-10-03'],
    ['month', '2026-12-01'],
    ['quarter', '2026-10-01'],
    ['year', '2026-01-01'],
  ] as const)('of %s begins on %s', (preset, from) => {
    expect(datesOf(preset, 'UTC', NEW_YEAR_IN_BERLIN)).toEqual({ from, to: '2026-12-31' });
  });

  it('that is fixed does not move', () => {
    const fixed = { from: '2026-03-01', to: '2026-03-31' };
    expect(datesOf(fixed, 'Europe/Berlin', NEW_YEAR_IN_BERLIN)).toEqual(fixed);
  });

  it('has neighbours of its own length, over a change of clocks too', () => {
    const week = { from: '2026-03-25', to: '2026-03-31' };
    expect(daysOf(week)).toBe(7);
    expect(neighbour(week, -1)).toEqual({ from: '2026-03-18', to: '2026-03-24' });
    expect(neighbour(neighbour(week, -1), 1)).toEqual(week);
  });

  it('is refused where its dates do not exist or are reversed', () => {
    expect(isDateRange('2026-02-28', '2026-02-28')).toBe(true);
    expect(isDateRange('2026-02-01', '2026-02-29')).toBe(false);
    expect(isDateRange('2026-02-02', '2026-02-01')).toBe(false);
  });
});

describe('a time zone', () => {
  it('is known or not', () => {
    expect(isTimeZone('Asia/Kolkata')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(isTimeZone(7)).toBe(false);
  });
});
