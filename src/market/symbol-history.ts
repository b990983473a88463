import { splitFactors } from './adjustment.ts';
import { type Day, type DayBar, type Instrument, lastOnOrBefore, type SymbolBars } from './bars.ts';
import { restoreState, saveState } from './indicators/incremental.ts';
import type { SignalReader } from './signals.ts';

/** Bars of one symbol with what is derived from them bar by bar. */
export interface SymbolHistory {
  readonly bars: SymbolBars;
  /** See `splitFactors`. */
  readonly factors: Float64Array;
  /** See `SIGNALS`. */
  readonly flags: Uint32Array;
  /** The signal reader's memory before the last bar, so that a quote rereads that bar alone. */
  readonly beforeLast: Float64Array;
}

/** Reads a whole history. */
export function readHistory(bars: SymbolBars, reader: SignalReader): SymbolHistory {
  const history = {
    bars,
    factors: splitFactors(bars.split),
    flags: new Uint32Array(bars.days.length),
    beforeLast: saveState(reader),
  };
  reader.reset();
  for (let i = 0; i < bars.days.length; i++) readBar(history, i, reader);
  return history;
}

/** Replaces the last bar, or appends one of a later day; undefined where the bar is earlier than the last one. */
export function withLastBar(
  history: SymbolHistory,
  bar: DayBar,
  reader: SignalReader,
): SymbolHistory | undefined {
  const last = history.bars.days.length - 1;
  const lastDay = history.bars.days[last];
  if (lastDay === undefined || bar.day < lastDay) return undefined;
  restoreState(reader, history.beforeLast);
  if (bar.day === lastDay) {
    writeBar(history, last, bar);
    readBar(history, last, reader);
    return history;
  }
  const longer = grown(history);
  readBar(longer, last, reader);
  writeBar(longer, last + 1, bar);
  readBar(longer, last + 1, reader);
  return longer;
}

function readBar({ bars, factors, flags, beforeLast }: SymbolHistory, i: number, reader: SignalReader): void {
  if (i === flags.length - 1) saveState(reader, beforeLast);
  const factor = factors[i]!;
  flags[i] = reader.next(bars.high[i]! * factor, bars.low[i]! * factor, bars.close[i]! * factor);
}

function writeBar({ bars, factors }: SymbolHistory, i: number, bar: DayBar): void {
  bars.days[i] = bar.day;
  bars.open[i] = bar.open;
  bars.high[i] = bar.high;
  bars.low[i] = bar.low;
  bars.close[i] = bar.close;
  bars.volume[i] = bar.volume;
  bars.split[i] = bar.split;
  bars.dividend[i] = bar.dividend;
  factors[i] = (i === 0 ? 1 : factors[i - 1]!) * bar.split;
}

/** The same history with room for one more bar. */
function grown({ bars, factors, flags, beforeLast }: SymbolHistory): SymbolHistory {
  const longer = (column: Float64Array) => {
    const copy = new Float64Array(column.length + 1);
    copy.set(column);
    return copy;
  };
  const days = new Int32Array(bars.days.length + 1);
  days.set(bars.days);
  const longerFlags = new Uint32Array(flags.length + 1);
  longerFlags.set(flags);
  return {
    bars: {
      symbol: bars.symbol,
      days,
      open: longer(bars.open),
      high: longer(bars.high),
      low: longer(bars.low),
      close: longer(bars.close),
      volume: longer(bars.volume),
      split: longer(bars.split),
      dividend: longer(bars.dividend),
    },
    factors: longer(factors),
    flags: longerFlags,
    beforeLast,
  };
}

/** A history of one bar. */
export function singleBar(symbol: string, bar: DayBar): SymbolBars {
  return {
    symbol,
    days: Int32Array.of(bar.day),
    open: Float64Array.of(bar.open),
    high: Float64Array.of(bar.high),
    low: Float64Array.of(bar.low),
    close: Float64Array.of(bar.close),
    volume: Float64Array.of(bar.volume),
    split: Float64Array.of(bar.split),
    dividend: Float64Array.of(bar.dividend),
  };
}

/** Index of the bar of exactly that day; -1 where there is none. */
export function barOn({ bars }: SymbolHistory, day: Day): number {
  const i = lastOnOrBefore(bars.days, day);
  return bars.days[i] === day ? i : -1;
}

/**
 * Shares outstanding in shares of the first bar, so that shares on bar i = result × factors[i]: the known number
 * carried over splits. Without a day it counts as of the last bar. NaN where unknown.
 */
export function baseShares({ bars, factors }: SymbolHistory, instrument: Instrument): number {
  const { sharesOutstanding, sharesAsOf } = instrument;
  if (sharesOutstanding === null) return Number.NaN;
  const known = sharesAsOf === null ? bars.days.length - 1 : lastOnOrBefore(bars.days, sharesAsOf);
  return sharesOutstanding / (factors[known] ?? 1);
}
