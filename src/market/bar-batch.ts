import type { Day } from './bars.ts';

/** Value columns of a stored bar, in the order of its row in a batch. */
export const BAR_FIELDS = [
  'open',
  'high',
  'low',
  'close',
  'adjusted_close',
  'volume',
  'dividend',
  'split',
] as const;
export type BarField = (typeof BAR_FIELDS)[number];

export const BAR_WIDTH = BAR_FIELDS.length;

/** Daily bars as they are read, by columns. `values` holds `BAR_WIDTH` numbers a row; NaN is "not known". */
export interface BarBatch {
  length: number;
  readonly capacity: number;
  readonly symbols: string[];
  readonly days: Int32Array;
  readonly values: Float64Array;
}

export function createBarBatch(capacity: number): BarBatch {
  return {
    length: 0,
    capacity,
    symbols: [],
    days: new Int32Array(capacity),
    values: new Float64Array(capacity * BAR_WIDTH),
  };
}

/** Appends one bar; the caller sees to it that there is room. */
export function addBar(batch: BarBatch, symbol: string, day: Day, values: ArrayLike<number>): void {
  const row = batch.length;
  batch.symbols[row] = symbol;
  batch.days[row] = day;
  batch.values.set(values, row * BAR_WIDTH);
  batch.length = row + 1;
}

export function clearBatch(batch: BarBatch): void {
  batch.length = 0;
  batch.symbols.length = 0;
}
