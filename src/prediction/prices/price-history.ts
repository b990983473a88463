/**
 * Bars of one symbol in ascending order, restated for splits. Columns other than `close` may be absent; each present
 * one is as long as `close`. Prices are positive.
 */
export interface PriceHistory {
  readonly close: Float64Array;
  readonly range?: { readonly open: Float64Array; readonly high: Float64Array; readonly low: Float64Array };
  readonly volume?: Float64Array;
  /** Log return of the market over each bar, known at its close; NaN where unknown. */
  readonly market?: Float64Array;
}

/** Log return of bar `i` against the bar before. */
export function logReturn({ close }: PriceHistory, i: number): number {
  return Math.log(close[i]! / close[i - 1]!);
}

/**
 * A range that holds its bars together: where one does not – a high below the close, a price of zero – it becomes that
 * of the closes. Changes the columns it is given.
 */
export function soundRange(
  range: { open: Float64Array; high: Float64Array; low: Float64Array },
  close: Float64Array,
): NonNullable<PriceHistory['range']> {
  const { open, high, low } = range;
  for (const [i, last] of close.entries()) {
    const first = open[i]!;
    const inside = low[i]! > 0 && low[i]! <= Math.min(first, last) && high[i]! >= Math.max(first, last);
    if (inside && high[i]! < Infinity) continue;
    open[i] = close[i - 1] ?? last;
    high[i] = Math.max(open[i], last);
    low[i] = Math.min(open[i], last);
  }
  return range;
}
