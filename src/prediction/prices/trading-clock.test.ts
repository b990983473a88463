import { describe, expect, it } from 'vitest';
import { closeOf, sessionAfter, targetOf } from './trading-clock.ts';

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

describe('the trading clock', () => {
  it('knows when sessions close, in summer and in winter', () => {
    expect(iso(closeOf(day('2026-11-25'), 'weekdays'))).toBe('2026-11-25T21:00:00.000Z');
    expect(iso(closeOf(day('2026-07-01'), 'weekdays'))).toBe('2026-07-01T20:00:00.000Z');
    // Clocks change on Sunday 2026-03-08: Friday is winter, Monday summer.
    expect(iso(closeOf(day('2026-03-06'), 'weekdays'))).toBe('2026-03-06T21:00:00.000Z');
    expect(iso(closeOf(day('2026-03-09'), 'weekdays'))).toBe('2026-03-09T20:00:00.000Z');
    expect(iso(closeOf(day('2026-11-25'), 'every-day'))).toBe('2026-11-26T05:00:00.000Z');
  });

  it('steps over weekends, except for coins', () => {
    const friday = day('2026-11-27');
    expect(sessionAfter(friday, 1, 'weekdays')).toBe(day('2026-11-30'));
    expect(sessionAfter(friday, 6, 'weekdays')).toBe(day('2026-12-07'));
    expect(sessionAfter(friday, 0, 'weekdays')).toBe(friday);
    expect(sessionAfter(friday, 1, 'every-day')).toBe(day('2026-11-28'));
  });

  it.each([
    [1, 1],
    [24, 1],
    [25, 2],
    [48, 2],
    [168, 7],
  ])('after the close, %d hours end at or before the close %d sessions later', (hours, sessions) => {
    const tuesday = day('2026-11-24');
    const target = targetOf(tuesday, hours, Date.parse('2026-11-24T23:00:00Z'), 'weekdays');
    expect(target).toMatchObject({ sessions, time: sessions });
  });

  it('counts what is left of a session under way', () => {
    const wednesday = day('2026-11-25');
    // 11:00 in New York: five hours of six and a half are left.
    const at = Date.parse('2026-11-25T16:00:00Z');
    expect(targetOf(wednesday, 1, at, 'weekdays')).toEqual({
      sessions: 0,
      time: (0.75 * 5) / 6.5,
      atMs: Date.parse('2026-11-25T21:00:00Z'),
    });
    expect(targetOf(wednesday, 5, at, 'weekdays').sessions).toBe(0);
    expect(targetOf(wednesday, 6, at, 'weekdays').sessions).toBe(1);
    expect(targetOf(wednesday, 24, at, 'weekdays')).toMatchObject({
      sessions: 1,
      atMs: Date.parse('2026-11-26T21:00:00Z'),
    });
  });

  it('never has time stand still, even a second before the close', () => {
    const { time } = targetOf(day('2026-11-25'), 1, Date.parse('2026-11-25T20:59:59Z'), 'weekdays');
    expect(time).toBeGreaterThan(0);
  });

  it('runs around the clock for coins', () => {
    const saturday = day('2026-11-28');
    const noon = Date.parse('2026-11-28T17:00:00Z');
    expect(targetOf(saturday, 24, noon, 'every-day')).toEqual({
      sessions: 1,
      time: 1.5,
      atMs: Date.parse('2026-11-30T05:00:00Z'),
    });
  });
});
