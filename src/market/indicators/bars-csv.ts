import { parse } from 'csv-parse/sync';
import { DomainError } from '#platform';
import { BAR_SERIES, type BarSeries, barMistake } from './bar-mistake.ts';

type Fields = Readonly<Record<string, string>>;

/** One line of a csv of bars: its text by column, its number in the file, its numbers. */
export interface BarLine {
  readonly fields: Fields;
  readonly number: number;
  readonly bar: Readonly<Record<BarSeries | 'split', number>>;
}

/**
 * Reads csv with a header naming open, high, low, close and volume; `split` is 1 where absent. Throws DomainError
 * `invalid-fields` with the first line that is no bar.
 */
export function readBarLines(text: string): BarLine[] {
  const records = parseCsv(text);
  const columns = Object.keys(
    records[0]?.record ?? refuse('The csv has no bars: one line of names, one line a bar.'),
  );
  const missing = BAR_SERIES.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    refuse(`The csv has no column ${missing.join(', ')}; its columns are ${columns.join(', ')}.`);
  return records.map(({ record, info }) => ({
    fields: record,
    number: info.lines,
    bar: readBar(record, (reason) => refuse(`Line ${info.lines}: ${reason}.`)),
  }));
}

function parseCsv(text: string): { record: Fields; info: { lines: number } }[] {
  try {
    return parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      info: true,
      trim: true,
      skip_empty_lines: true,
      bom: true,
    }) as unknown as ReturnType<typeof parseCsv>;
  } catch (error) {
    return refuse(`The csv cannot be read: ${(error as Error).message}.`, error);
  }
}

function readBar(fields: Fields, refuse: (reason: string) => never): BarLine['bar'] {
  const read = (name: string) => {
    const text = fields[name] ?? '';
    const value = text === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : refuse(`${name} is "${text}", which is not a number`);
  };
  const positive = (name: string) => {
    const value = read(name);
    return value > 0 ? value : refuse(`${name} is ${value}; it must be above 0`);
  };
  const bar = {
    open: positive('open'),
    high: positive('high'),
    low: positive('low'),
    close: positive('close'),
    volume: read('volume'),
    split: (fields.split ?? '') === '' ? 1 : positive('split'),
  };
  const mistake = barMistake(bar);
  return mistake === undefined ? bar : refuse(`${mistake.series} ${mistake.message}`);
}

export function refuse(message: string, cause?: unknown): never {
  throw new DomainError('invalid-fields', message, { cause });
}
