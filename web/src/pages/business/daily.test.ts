import { describe, expect, it } from 'vitest';
import { dailyPoints, dayText, shifted, spanOf } from './daily.ts';

const days = ['2026-11-24', '2026-11-25', '2026-11-26'].map((date, index) => ({ date, revenue: index * 10 }));
const read = (day: { revenue: number }) => day.revenue;

describe('figures by day', () => {
  it('stand at the midnight of their date, and days to come have none', () => {
    expect(dailyPoints(days, read, '2026-11-25')).toEqual([
      { at: Date.parse('2026-11-24T00:00:00Z'), value: 0 },
      { at: Date.parse('2026-11-25T00:00:00Z'), value: 10 },
      { at: Date.parse('2026-11-26T00:00:00Z'), value: null },
    ]);
  });

  it('of the period before lie under the days shown', () => {
    const before = [{ date: '2026-10-01', revenue: 7 }];
    const points = shifted(days, before, read);
    expect(points.map(({ value }) => value)).toEqual([7, null, null]);
    expect(points[0]?.at).toBe(Date.parse('2026-11-24'));
  });

  it('say that today is not over', () => {
    const text = dayText('2026-11-25');
    expect(text(Date.parse('2026-11-25'))).toMatch(/2026, so far$/);
    expect(text(Date.parse('2026-11-24'))).not.toContain('so far');
  });

  it('give the dates of a marked span', () => {
    expect(spanOf(Date.parse('2026-11-24'), Date.parse('2026-11-26'))).toEqual({
      from: '2026-11-24',
      to: '2026-11-26',
    });
  });
});
