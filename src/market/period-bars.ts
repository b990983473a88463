import type { SessionedBars } from './indicators/catalogue.ts';
import { periodOf } from './periods.ts';
import type { AdjustedBars, Timeframe } from './universe-types.ts';

/** Bars of any length; `labels` tells each by its last session, or by the start of its hour. */
export interface TimedBars extends SessionedBars {
  readonly labels: readonly string[];
}

/**
 * Daily bars gathered into days, ISO weeks or calendar months: first open, highest high, lowest low, last close,
 * volumes added. `days` holds each period's last session; the newest period may be unfinished.
 */
export function periodBars(bars: AdjustedBars, timeframe: Timeframe): AdjustedBars {
  if (timeframe === '1d') return bars;
  const ends: number[] = [];
  for (let i = 0; i < bars.days.length; i++) {
    const next = bars.days[i + 1];
    const here = bars.days[i] ?? 0;
    if (next === undefined || periodOf(next, timeframe) !== periodOf(here, timeframe)) ends.push(i);
  }
  const parts = ends.map((end, k) => [(ends[k - 1] ?? -1) + 1, end + 1] as const);
  const reduce = (column: Float64Array, take: (part: Float64Array) => number) =>
    Float64Array.from(parts, ([start, end]) => take(column.subarray(start, end)));
  return {
    symbol: bars.symbol,
    days: Int32Array.from(ends, (end) => bars.days[end] ?? 0),
    open: reduce(bars.open, (part) => part[0] ?? Number.NaN),
    high: reduce(bars.high, (part) => part.reduce((a, b) => Math.max(a, b))),
    low: reduce(bars.low, (part) => part.reduce((a, b) => Math.min(a, b))),
    close: reduce(bars.close, (part) => part.at(-1) ?? Number.NaN),
    volume: reduce(bars.volume, (part) => part.reduce((a, b) => a + b, 0)),
  };
}
