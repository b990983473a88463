import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { lastDue, nextDue, type Schedule, scheduleText } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

it.each<[Schedule, string, string, string, string]>([
  [
    { every: 'hour', minute: 5 },
    '2026-11-25T10:04:59Z',
    '2026-11-25T09:05',
    '2026-11-25T10:05',
    'hourly at minute 5',
  ],
  [
    { every: 'day', hour: 3 },
    '2026-11-25T03:00:00Z',
    '2026-11-25T03:00',
    '2026-11-26T03:00',
    'daily at 03:00 UTC',
  ],
  // The 25th of November 2026 is a Wednesday.
  [
    { every: 'week', weekday: 1, hour: 6 },
    '2026-11-25T12:00:00Z',
    '2026-11-23T06:00',
    '2026-11-30T06:00',
    'Mondays at 06:00 UTC',
  ],
  [
    { every: 'week', weekday: 0, hour: 6 },
    '2026-11-29T05:59:00Z',
    '2026-11-22T06:00',
    '2026-11-29T06:00',
    'Sundays at 06:00 UTC',
  ],
  [
    { every: 'month', day: 1, hour: 6 },
    '2027-01-01T05:00:00Z',
    '2026-12-01T06:00',
    '2027-01-01T06:00',
    'day 1 of the month at 06:00 UTC',
  ],
])('%o at %s was due %s and is next due %s', (schedule, now, last, next, text) => {
  expect([iso(lastDue(schedule, at(now))), iso(nextDue(schedule, at(now)))]).toEqual([last, next]);
  expect(scheduleText(schedule)).toBe(text);
});

const schedules = fc.oneof(
  fc.record({ every: fc.constant('hour' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ every: fc.constant('day' as const), hour: fc.integer({ min: 0, max: 23 }) }),
  fc.record({
    every: fc.constant('week' as const),
    weekday: fc.integer({ min: 0, max: 6 }),
    hour: fc.integer({ min: 0, max: 23 }),
  }),
  fc.record({
    every: fc.constant('month' as const),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
  }),
);

it('leaves no gap: what is next due is last due from then on', () => {
  fc.assert(
    fc.property(schedules, fc.integer({ min: 0, max: Date.UTC(2100, 0) }), (schedule, nowMs) => {
      const [last, next] = [lastDue(schedule, nowMs), nextDue(schedule, nowMs)];
      expect(last).toBeLessThanOrEqual(nowMs);
      expect(next).toBeGreaterThan(nowMs);
      expect(lastDue(schedule, next - 1)).toBe(last);
      expect(lastDue(schedule, next)).toBe(next);
      if (schedule.every === 'week') expect(new Date(last).getUTCDay()).toBe(schedule.weekday);
    }),
  );
});
