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
