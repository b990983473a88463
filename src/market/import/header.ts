import { BAR_FIELDS, type BarField } from '../bar-batch.ts';
import { type Fields, textOf } from './fields.ts';
import { SourceError } from './source-error.ts';

export type Column = 'date' | 'symbol' | BarField;

/** Where each column stands in the file; -1 where the file has none. */
export interface Header {
  readonly width: number;
  readonly position: Readonly<Record<Column, number>>;
  /** The value columns the file has: only these are written. */
  readonly present: readonly BarField[];
}

const COLUMNS: readonly Column[] = ['date', 'symbol', ...BAR_FIELDS];
const REQUIRED: readonly Column[] = ['date', 'symbol', 'open', 'high', 'low', 'close'];

/** Other names the usual sources give these columns. */
const ALIASES: Readonly<Record<string, Column>> = {
  timestamp: 'date',
  ticker: 'symbol',
  adj_close: 'adjusted_close',
  dividend_amount: 'dividend',
  split_coefficient: 'split',
};

/** Reads the first line of a file. Columns are found by name in any order and case; unknown ones are passed over. */
export function readHeader(fields: Fields): Header {
  const names = Array.from({ length: fields.count }, (_, index) => normalise(textOf(fields, index)));
  const position = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<
    Column,
    number
  >;
  const missing = REQUIRED.filter((column) => position[column] < 0);
  if (missing.length === REQUIRED.length)
    throw new SourceError(
      `has no header: line 1 must name the columns (${REQUIRED.join(', ')}, …); it begins with "${textOf(fields, 0).slice(0, 40)}"`,
    );
  if (missing.length > 0)
    throw new SourceError(`has no column ${missing.join(', ')}; its columns are ${names.join(', ')}`);
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new SourceError(`has the column ${twice} twice`);
  return { width: names.length, position, present: BAR_FIELDS.filter((field) => position[field] >= 0) };
}

function normalise(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[\s-]+/g, '_');
  return ALIASES[plain] ?? plain;
}
