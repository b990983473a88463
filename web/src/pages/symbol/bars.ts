import type { Bar } from '#contracts/market';

/** Sessions in 52 weeks, as the market overview counts them. */
const YEAR = 252;

/**
 * Bars with their newest ones brought up to date.
 *
 * @returns `null` where the two do not fit, after a new split or a gap, and all bars have to be loaded again
 */
export function withTail(bars: readonly Bar[], tail: readonly Bar[]): readonly Bar[] | null {
  const [first] = tail;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return bars;
  if (first.date > last.date) return null;
  const kept = bars.filter((bar) => bar.date < first.date);
  const known = bars[kept.length];
  // All but the newest bar are closed. One that differs has been restated, and so have those before it.
  if (tail.length > 1 && known !== undefined && !same(known, first)) return null;
  return [...kept, ...tail];
}

function same(a: Bar, b: Bar): boolean {
  return a.date === b.date && Math.abs(a.close - b.close) <= 1e-9 * Math.abs(a.close);
}

/** Highest high and lowest low of the last 52 weeks; `null` of no bars. */
export function yearRange(bars: readonly Bar[]): { low: number; high: number } | null {
  if (bars.length === 0) return null;
  const year = bars.slice(-YEAR);
  return { low: Math.min(...year.map((bar) => bar.low)), high: Math.max(...year.map((bar) => bar.high)) };
}

/** Price and percent change of the last bar against the one before it; `null` where there is only one. */
export function lastChange(bars: readonly Bar[]): { amount: number; percent: number } | null {
  const last = bars.at(-1);
  const previous = bars.at(-2);
  if (last === undefined || previous === undefined || previous.close === 0) return null;
  return { amount: last.close - previous.close, percent: 100 * (last.close / previous.close - 1) };
}
