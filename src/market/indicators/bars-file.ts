import { splitFactors } from '../adjustment.ts';
import type { BarColumns } from '../bars.ts';
import { type BarLine, readBarLines, refuse } from './bars-csv.ts';
import { standardSeries } from './standard-series.ts';

/** Columns that say which bar a line is; passed on where the file has them. */
const KEYS = ['date', 'symbol'];

/**
 * Answers csv bars (see `readBarLines`) with csv lines of the 25 series, header first, in the same order, empty
 * where undefined. Each symbol is a series of its own, restated for its splits as of its last line. Throws
 * DomainError `invalid-fields` where a line is no bar or out of order.
 */
export function* answerBars(text: string): Generator<string> {
  const lines = readBarLines(text);
  const keys = KEYS.filter((name) => lines[0]?.fields[name] !== undefined);
  const answers = new Map<BarLine, string>();
  let names: string[] = [];
  for (const ofSymbol of Map.groupBy(lines, ({ fields }) => fields.symbol).values()) {
    checkOrder(ofSymbol);
    const series = standardSeries(splitAdjusted(ofSymbol));
    const columns = Object.values(series);
    names = Object.keys(series);
    for (const [i, line] of ofSymbol.entries())
      answers.set(line, columns.map((it) => cell(it[i]!)).join(','));
  }
  yield `${[...keys, ...names].join(',')}\n`;
  for (const line of lines)
    yield `${[...keys.map((key) => line.fields[key]), answers.get(line)].join(',')}\n`;
}

function cell(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

function checkOrder(lines: readonly BarLine[]): void {
  for (const [i, { fields, number }] of lines.entries()) {
    const before = lines[i - 1]?.fields.date;
    if (fields.date === undefined || before === undefined || before < fields.date) continue;
    refuse(
      `Line ${number}: ${fields.date} does not come after ${before}. Sort by date, with each date once a symbol.`,
    );
  }
}

function splitAdjusted(lines: readonly BarLine[]): BarColumns {
  const column = (name: keyof BarLine['bar']) => Float64Array.from(lines, ({ bar }) => bar[name]);
  const factors = splitFactors(column('split'));
  const last = factors.at(-1) ?? 1;
  const priced = (name: keyof BarLine['bar']) => column(name).map((value, i) => value * (factors[i]! / last));
  return {
    open: priced('open'),
    high: priced('high'),
    low: priced('low'),
    close: priced('close'),
    volume: column('volume').map((value, i) => value * (last / factors[i]!)),
  };
}
