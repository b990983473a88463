import { logReturn, type PriceHistory } from '../price-history.ts';

/**
 * Variance of the whole day of bar `i`: Garman and Klass's (1980) estimate of the session from its range, and the
 * squared overnight gap. A gap counts no more than the session does: news at night moves the price once, and the days
 * after are not as wide. Squared return where there is no range.
 */
export function dayVariance(history: PriceHistory, i: number): number {
  const { close, range } = history;
  if (range === undefined) return logReturn(history, i) ** 2;
  const open = range.open[i]!;
  const gap = Math.log(open / close[i - 1]!);
  const width = Math.log(range.high[i]! / range.low[i]!);
  const body = Math.log(close[i]! / open);
  const session = Math.max(0.5 * width * width - (2 * Math.LN2 - 1) * body * body, 0);
  return session + Math.min(gap * gap, session);
}
