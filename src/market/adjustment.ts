import type { SymbolBars } from './bars.ts';
import type { AdjustedBars, Adjustment } from './universe-types.ts';

/**
 * Split coefficients multiplied up from the first bar on: price × factor is the price in shares of the first bar.
 * Counted this way a later split changes no earlier value.
 */
export function splitFactors(split: Float64Array): Float64Array {
  const factors = new Float64Array(split.length);
  let factor = 1;
  for (let i = 0; i < split.length; i++) {
    factor *= split[i]!;
    factors[i] = factor;
  }
  return factors;
}

/** Price return of bar `i` against the bar before, restated for a split on the day, in percent; no dividends. */
export function changePercent({ close, split }: SymbolBars, i: number): number {
  return 100 * ((close[i]! * split[i]!) / close[i - 1]! - 1);
}

/**
 * The first `length` bars, restated as of the last of them: `splits` divides earlier prices (and multiplies volumes)
 * by later splits; `all` also lowers earlier prices by 1 − dividend / previous close at each ex-date, so that price
 * changes are total returns. A dividend not below the previous close restates nothing.
 */
export function adjustedBars(
  bars: SymbolBars,
  factors: Float64Array,
  length: number,
  adjustment: Adjustment,
): AdjustedBars {
  const shares = new Float64Array(length).fill(1);
  if (adjustment !== 'raw') for (let i = 0; i < length; i++) shares[i] = factors[length - 1]! / factors[i]!;
  const prices = shares.map((ratio) => 1 / ratio);
  if (adjustment === 'all') applyDividends(bars, prices);
  const priced = (column: Float64Array) => prices.map((ratio, i) => column[i]! * ratio);
  return {
    symbol: bars.symbol,
    days: bars.days.slice(0, length),
    open: priced(bars.open),
    high: priced(bars.high),
    low: priced(bars.low),
    close: priced(bars.close),
    volume: shares.map((ratio, i) => bars.volume[i]! * ratio),
  };
}

function applyDividends({ close, split, dividend }: SymbolBars, prices: Float64Array): void {
  let factor = 1;
  for (let i = prices.length - 1; i >= 0; i--) {
    prices[i] = prices[i]! * factor;
    if (i === 0 || !(dividend[i]! > 0)) continue;
    const kept = 1 - (dividend[i]! * split[i]!) / close[i - 1]!;
    if (kept > 0) factor *= kept;
  }
}
