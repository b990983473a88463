import { type DayBar, dayOf, type Instrument, type SymbolBars } from '../../src/market/bars.ts';

/** A bar; what is left out is flat, unsplit and of volume 100. */
export type Row = Partial<Omit<DayBar, 'day'>> & { date: string; close: number };

export function instrument(symbol: string, more: Partial<Instrument> = {}): Instrument {
  return {
    symbol,
    name: `${symbol} Inc.`,
    sector: 'Energy',
    assetClass: 'equity',
    sharesOutstanding: null,
    sharesAsOf: null,
    simulated: false,
    ...more,
  };
}

export function dayBar({ date, close, ...more }: Row): DayBar {
  const flat = { open: close, high: close, low: close, close, volume: 100, split: 1, dividend: 0 };
  return { day: dayOf(date), ...flat, ...more };
}

export function barsOf(symbol: string, rows: readonly Row[]): SymbolBars {
  const all = rows.map(dayBar);
  const column = (name: Exclude<keyof DayBar, 'day'>) => Float64Array.from(all, (bar) => bar[name]);
  return {
    symbol,
    days: Int32Array.from(all, ({ day }) => day),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    split: column('split'),
    dividend: column('dividend'),
  };
}
