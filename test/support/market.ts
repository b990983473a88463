import { type DayBar, dayOf, type Instrument, type SymbolBars } from '../../src/market/bars.ts';
import { createUniverse } from '../../src/market/universe.ts';
import type { Overview, Universe } from '../../src/market/universe-types.ts';

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

export const OPTIONS = { limit: 10, minDollarVolume: 0 };

export const [MON, TUE, WED, THU] = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11'] as const;

/** The overview as of a date; throws where there is none. */
export function overview(universe: Universe, date?: string, options = OPTIONS): Overview {
  const outcome = universe.overview(date === undefined ? undefined : dayOf(date), options);
  if (outcome.kind !== 'overview') throw new Error(outcome.reason);
  return outcome.overview;
}

/** Two sessions: A 100 → 110 (10 shares), B 50 → 45 (40 shares), C 20 → 20 (no known shares). */
export function threeSymbols(): Universe {
  return createUniverse(
    [
      instrument('B', { sharesOutstanding: 40, sharesAsOf: dayOf(MON), sector: 'Utilities' }),
      instrument('A', { sharesOutstanding: 10, sharesAsOf: dayOf(MON) }),
      instrument('C'),
    ],
    [
      barsOf('A', [
        { date: MON, close: 100 },
        { date: TUE, close: 110, volume: 7 },
      ]),
      barsOf('B', [
        { date: MON, close: 50 },
        { date: TUE, close: 45, volume: 20 },
      ]),
      barsOf('C', [
        { date: MON, close: 20 },
        { date: TUE, close: 20, volume: 0 },
      ]),
    ],
  );
}
