import { BAR_FIELDS, BAR_WIDTH, type BarField } from '../bar-batch.ts';
import { type Day, dateOf, dayOf } from '../bars.ts';
import { type Fields, isBlank, textOf } from './fields.ts';
import type { Header } from './header.ts';
import { parseDay, parseDecimal } from './numbers.ts';

/** One checked bar; the same object is filled for every line. */
export interface BarRow {
  symbol: string;
  day: Day;
  /** In the order of `BAR_FIELDS`. */
  readonly values: Float64Array;
}

/** Fills `row` from the fields of a line. Returns what is wrong with the line, or undefined. */
export type RowReader = (fields: Fields, row: BarRow) => string | undefined;

export function createRow(): BarRow {
  return { symbol: '', day: 0, values: new Float64Array(BAR_WIDTH) };
}

const SYMBOL = /^[A-Z0-9][A-Z0-9.^=/-]{0,23}$/;
const FIRST_DAY = dayOf('1700-01-01');
const LARGEST = 1e15;
/** What an empty or absent field stands for; a required one has no such value. */
const DEFAULTS: Readonly<Partial<Record<BarField, number>>> = {
  adjusted_close: Number.NaN,
  volume: 0,
  dividend: 0,
  split: 1,
};
/** Fields that may be zero; all others are above it. */
const MAY_BE_ZERO: ReadonlySet<BarField> = new Set<BarField>(['volume', 'dividend']);
const OPEN = BAR_FIELDS.indexOf('open');
const HIGH = BAR_FIELDS.indexOf('high');
const LOW = BAR_FIELDS.indexOf('low');
const CLOSE = BAR_FIELDS.indexOf('close');

/** Makes the reader of a file's rows. No session may lie after `lastDay`. */
export function createRowReader(header: Header, lastDay: Day): RowReader {
  const { position, width } = header;
  const readSymbol = createSymbolReader(position.symbol);
  const readers = BAR_FIELDS.map((field) => createFieldReader(field, position[field]));
  return (fields, row) => {
    if (fields.count !== width) return `has ${fields.count} fields; the header names ${width}`;
    const date = position.date;
    row.day = parseDay(fields.bytes, fields.starts[date] as number, fields.ends[date] as number);
    if (!(row.day >= FIRST_DAY && row.day <= lastDay))
      return wrongDate(textOf(fields, date), row.day, lastDay);
    const symbol = readSymbol(fields);
    if (symbol === undefined) return `symbol "${textOf(fields, position.symbol)}" is not a ticker symbol`;
    row.symbol = symbol;
    for (let index = 0; index < BAR_WIDTH; index += 1) {
      const wrong = (readers[index] as FieldReader)(fields, row.values, index);
      if (wrong !== undefined) return wrong;
    }
    return wrongRange(row.values);
  };
}

function wrongDate(text: string, day: Day, lastDay: Day): string {
  if (day > lastDay)
    return `date ${text} lies after ${dateOf(lastDay)}; a bar needs a session that has begun`;
  return `date "${text}" is not a date YYYY-MM-DD`;
}

/** A file repeats few symbols many times, so each spelling is checked once. */
function createSymbolReader(position: number): (fields: Fields) => string | undefined {
  const known = new Map<string, string>();
  return (fields) => {
    const text = fields.bytes.toString('latin1', fields.starts[position], fields.ends[position]);
    const found = known.get(text);
    if (found !== undefined) return found;
    const symbol = text.trim().toUpperCase();
    if (!SYMBOL.test(symbol)) return undefined;
    known.set(text, symbol);
    return symbol;
  };
}

type FieldReader = (fields: Fields, values: Float64Array, index: number) => string | undefined;

function createFieldReader(field: BarField, position: number): FieldReader {
  const fallback = DEFAULTS[field];
  if (position < 0) {
    return (_fields, values, index) => {
      values[index] = fallback ?? Number.NaN;
      return undefined;
    };
  }
  const least = MAY_BE_ZERO.has(field) ? 0 : Number.MIN_VALUE;
  return (fields, values, index) => {
    const value = parseDecimal(
      fields.bytes,
      fields.starts[position] as number,
      fields.ends[position] as number,
    );
    values[index] = value;
    if (value >= least && value <= LARGEST) return undefined;
    if (fallback !== undefined && isBlank(fields, position)) {
      values[index] = fallback;
      return undefined;
    }
    return wrongValue(field, textOf(fields, position), value);
  };
}

function wrongValue(field: BarField, text: string, value: number): string {
  if (Number.isNaN(value)) return `${field} "${text}" is not a number`;
  if (value > LARGEST) return `${field} ${text} is too large to be true`;
  return MAY_BE_ZERO.has(field) ? `${field} ${text} is negative` : `${field} ${text} is not above 0`;
}

function wrongRange(values: Float64Array): string | undefined {
  const high = values[HIGH] as number;
  const low = values[LOW] as number;
  const open = values[OPEN] as number;
  const close = values[CLOSE] as number;
  if (high < low) return `high ${high} is below low ${low}`;
  if (close > high || close < low) return `close ${close} lies outside [low ${low}, high ${high}]`;
  if (open > high || open < low) return `open ${open} lies outside [low ${low}, high ${high}]`;
  return undefined;
}
