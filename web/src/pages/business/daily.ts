import type { TimePoint } from '../../charts/time-layout.ts';
import { sessionDate } from '../../format/time.ts';

interface Day {
  readonly date: string;
}

/** One figure of each day up to today, at midnight UTC of its date: an axis of dates, whatever zone they are days of. */
export function dailyPoints<Row extends Day>(
  days: readonly Row[],
  read: (day: Row) => number,
  today: string,
): TimePoint[] {
  return days.map((day) => ({
    at: Date.parse(day.date),
    // A day still to come has no figure yet; that is not zero.
    value: day.date > today ? null : read(day),
  }));
}

/** The days before, laid under the days shown: first under first. */
export function shifted<Row extends Day>(
  days: readonly Row[],
  before: readonly Row[],
  read: (day: Row) => number,
): TimePoint[] {
  return days.map(({ date }, index) => {
    const old = before[index];
    return { at: Date.parse(date), value: old === undefined ? null : read(old) };
  });
}

/** The date at a place of the axis; today is not over. */
export function dayText(today: string): (at: number) => string {
  return (at) => {
    const date = dateOf(at);
    return date === today ? `${sessionDate(date)}, so far` : sessionDate(date);
  };
}

/** Dates of a span marked on the chart. */
export function spanOf(from: number, to: number): { from: string; to: string } {
  return { from: dateOf(from), to: dateOf(to) };
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
