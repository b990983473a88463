import { DAY_MS, type Day, dateOf } from './bars.ts';
import type { Timeframe, TrendPoint } from './universe-types.ts';

/** Levels and volumes by day, ascending. */
export interface DailySeries {
  readonly days: Int32Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/**
 * The last `limit` periods of a series, newest last: days, ISO weeks or calendar months. A period has the close of
 * its last session, the sum of its volumes and the change against the close of the period before. The newest period
 * may be unfinished. Days without a level are left out.
 */
export function periodsOf(series: DailySeries, timeframe: Timeframe, limit: number): TrendPoint[] {
  const { days, close, volume } = series;
  const periods: { day: Day; close: number; volume: number }[] = [];
  let current = Number.NaN;
  for (let i = 0; i < days.length; i++) {
    if (Number.isNaN(close[i]!)) continue;
    const period = periodOf(days[i]!, timeframe);
    const earlier = period === current ? (periods.pop()?.volume ?? 0) : 0;
    periods.push({ day: days[i]!, close: close[i]!, volume: earlier + volume[i]! });
    current = period;
  }
  const first = Math.max(0, periods.length - limit);
  return periods.slice(first).map(({ day, close, volume }, i) => ({
    date: dateOf(day),
    close,
    changePercent: changeSince(periods[first + i - 1]?.close, close),
    volume,
  }));
}

function changeSince(before: number | undefined, now: number): number | null {
  return before === undefined ? null : 100 * (now / before - 1);
}

/** Number of the period a day lies in. Day 0 was a Thursday; ISO weeks start on Monday. */
export function periodOf(day: Day, timeframe: Timeframe): number {
  if (timeframe === '1d') return day;
  if (timeframe === '1w') return Math.floor((day + 3) / 7);
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
