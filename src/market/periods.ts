import { type Day, dateOf } from './bars.ts';
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
  const points: { date: string; close: number; volume: number }[] = [];
  let lastPeriod = Number.NaN;
  for (let i = 0; i < days.length; i++) {
    if (Number.isNaN(close[i]!)) continue;
    const period = periodOf(days[i]!, timeframe);
    const earlier = period === lastPeriod ? (points.pop()?.volume ?? 0) : 0;
    points.push({ date: dateOf(days[i]!), close: close[i]!, volume: earlier + volume[i]! });
    lastPeriod = period;
  }
  return points
    .map((point, i) => ({ ...point, changePercent: changeSince(points[i - 1]?.close, point.close) }))
    .slice(-limit);
}

function changeSince(before: number | undefined, now: number): number | null {
  return before === undefined ? null : 100 * (now / before - 1);
}

/** Number of the period a day lies in. Day 0 was a Thursday; ISO weeks start on Monday. */
function periodOf(day: Day, timeframe: Timeframe): number {
  if (timeframe === '1d') return day;
  if (timeframe === '1w') return Math.floor((day + 3) / 7);
  const [year, month] = dateOf(day).split('-').map(Number);
  return year! * 12 + month!;
}
