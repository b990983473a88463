import { parse } from 'csv-parse/sync';
import type { PricePanel } from './estimate/panel.ts';

/** A prices file that cannot be used; the message says where and why. */
export class PriceFileError extends Error {
  override name = 'PriceFileError';
}

/**
 * Reads a wide CSV: a first column of dates, then one column of adjusted closes a symbol; empty cells are days without
 * a price. Rows may come in any order. Throws `PriceFileError` naming the line of the first bad cell.
 */
export function parsePrices(text: string): PricePanel {
  const rows = parse(text, { relax_column_count: true, skip_empty_lines: true, bom: true });
  const symbols = (rows.shift() ?? []).slice(1).map((name) => name.trim());
  if (symbols.length === 0)
    throw new PriceFileError('The first line must be: date, then one symbol a column.');
  const twice = symbols.find((symbol, j) => symbols.indexOf(symbol) !== j);
  if (twice !== undefined) throw new PriceFileError(`Symbol ${twice} has two columns.`);
  const read = rows.map((cells, index) => readRow(cells, symbols, index + 2));
  read.sort((a, b) => (a.day < b.day ? -1 : 1));
  const repeated = read.find(({ day }, t) => read[t - 1]?.day === day);
  if (repeated !== undefined)
    throw new PriceFileError(`Line ${repeated.line}: ${repeated.day} appears twice.`);
  return {
    symbols,
    days: read.map(({ day }) => day),
    columns: symbols.map((_, j) => Float64Array.from(read, ({ prices }) => prices[j] as number)),
  };
}

function readRow(
  cells: string[],
  symbols: readonly string[],
  line: number,
): { day: string; prices: number[]; line: number } {
  const day = (cells[0] ?? '').trim().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new PriceFileError(`Line ${line}: "${cells[0]}" is not a date (YYYY-MM-DD).`);
  if (cells.length > symbols.length + 1)
    throw new PriceFileError(`Line ${line} has ${cells.length} cells; the header has ${symbols.length + 1}.`);
  const prices = symbols.map((symbol, j) => {
    const cell = (cells[j + 1] ?? '').trim();
    if (cell === '' || /^nan$/i.test(cell)) return Number.NaN;
    const price = Number(cell);
    if (!(price > 0) || !Number.isFinite(price))
      throw new PriceFileError(
        `Line ${line}: the price of ${symbol} is "${cell}"; prices are positive numbers, days without one are empty.`,
      );
    return price;
  });
  return { day, prices, line };
}
