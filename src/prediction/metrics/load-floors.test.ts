import { describe, expect, it } from 'vitest';
import { loadFloors, sizeFor } from './load-floors.ts';

const CAPACITY = { requestsPerTask: 100, minSize: 2, maxSize: 8 };
/** A Monday, 00:00 in New York. */
const MONDAY = Date.parse('2026-11-30T05:00:00Z');

function week(tasksAt: (day: number, hour: number) => number) {
  return Array.from({ length: 168 }, (_, i) => ({
    startMs: MONDAY + i * 3_600_000,
    requests: 60 * 100 * tasksAt(Math.floor(i / 24), i % 24),
  }));
}

describe('loadFloors', () => {
  it('raises the floor before the hour and lowers it at the hour, in local time', () => {
    const hours = week((day, hour) => (day < 5 && hour >= 9 && hour < 16 ? 4.2 : 0));
    const floors = loadFloors(hours, CAPACITY, 'America/New_York');
    expect(Object.keys(floors)).toHaveLength(10);
    expect(floors['load-mon-0845']).toEqual({
      expression: 'cron(45 8 ? * MON *)',
      timezone: 'America/New_York',
      min_size: 5,
    });
    expect(floors['load-fri-1600']).toMatchObject({ expression: 'cron(0 16 ? * FRI *)', min_size: 2 });
  });

  it('is the same floor whatever hour the forecast begins with', () => {
    const hours = week((day, hour) => (day === 6 && hour >= 22 ? 6 : 2));
    const later = [
      ...hours.slice(50),
      ...hours.slice(0, 50).map((it) => ({ ...it, startMs: it.startMs + 168 * 3_600_000 })),
    ];
    expect(loadFloors(later, CAPACITY, 'UTC')).toEqual(loadFloors(hours, CAPACITY, 'UTC'));
  });

  it('says nothing where the least is enough, and one thing where another size always is', () => {
    expect(
      loadFloors(
        week(() => 1),
        CAPACITY,
        'UTC',
      ),
    ).toEqual({});
    expect(
      Object.values(
        loadFloors(
          week(() => 3),
          CAPACITY,
          'UTC',
        ),
      ),
    ).toMatchObject([{ min_size: 3 }]);
  });

  it('stays between the sizes there are', () => {
    expect([0, 60 * 100 * 3, 1e9].map((requests) => sizeFor(requests, CAPACITY))).toEqual([2, 3, 8]);
  });
});
