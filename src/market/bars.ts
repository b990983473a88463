/** A calendar day as whole days since 1970-01-01. */
export type Day = number;

/** What is known about a symbol beside its prices. `sharesOutstanding` counts shares as of `sharesAsOf`. */
export interface Instrument {
  readonly symbol: string;
  readonly name: string | null;
  readonly sector: string | null;
  readonly assetClass: string;
  readonly sharesOutstanding: number | null;
  readonly sharesAsOf: Day | null;
  readonly simulated: boolean;
}

/** Price and volume columns of equal length. */
export interface BarColumns {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/**
 * Daily bars of one symbol as traded, in ascending order of `days`. `split` is the coefficient that takes effect on
 * that day (1 = none), `dividend` the cash per share with that ex-date.
 */
export interface SymbolBars extends BarColumns {
  readonly symbol: string;
  readonly days: Int32Array;
  readonly split: Float64Array;
  readonly dividend: Float64Array;
}

/** One session of one symbol, as traded. */
export interface DayBar {
  readonly day: Day;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly split: number;
  readonly dividend: number;
}

export const DAY_MS = 86_400_000;

/** Day of a calendar date `YYYY-MM-DD`. */
export function dayOf(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** Calendar date `YYYY-MM-DD` of a day. */
export function dateOf(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Index of the last day on or before `day` in ascending `days`; -1 where there is none. */
export function lastOnOrBefore(days: Int32Array, day: Day): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
