import { parse } from 'csv-parse/sync';

/** A row of a broker's export. */
export interface HoldingRow {
  readonly symbol: string;
  readonly quantity: number;
  readonly costPerShare: number | null;
  readonly acquiredOn: string | null;
}

export interface HoldingsFile {
  readonly rows: readonly HoldingRow[];
  /** What is wrong, by line. Nothing is stored while there is any. */
  readonly mistakes: readonly { readonly line: number; readonly message: string }[];
}

const COLUMNS = {
  symbol: /^(symbol|ticker|instrument)$/,
  quantity: /^(quantity|qty|shares|units)$/,
  cost: /^(cost_per_share|cost|price|purchase_price|average_cost|avg_cost|cost_basis_per_share)$/,
  acquired: /^(acquired_on|date|purchase_date|acquired|trade_date)$/,
};

/** Reads a csv with the columns symbol, quantity and, where there are any, cost_per_share and acquired_on. */
export function parseHoldings(text: string): HoldingsFile {
  const cells = parse(text, { relax_column_count: true, skip_empty_lines: true, bom: true, trim: true });
  const header = (cells[0] ?? []).map((name) => name.toLowerCase().replaceAll(/[\s-]+/g, '_'));
  const place = (pattern: RegExp) => header.findIndex((name) => pattern.test(name));
  const at = {
    symbol: place(COLUMNS.symbol),
    quantity: place(COLUMNS.quantity),
    cost: place(COLUMNS.cost),
    acquired: place(COLUMNS.acquired),
  };
  if (at.symbol < 0 || at.quantity < 0)
    return {
      rows: [],
      mistakes: [{ line: 1, message: 'the first line must name the columns symbol and quantity' }],
    };
  const rows: HoldingRow[] = [];
  const mistakes: { line: number; message: string }[] = [];
  for (const [index, row] of cells.slice(1).entries()) {
    const read = readRow((column) => (column < 0 ? '' : (row[column] ?? '')), at);
    if (typeof read === 'string') mistakes.push({ line: index + 2, message: read });
    else rows.push(read);
  }
  return { rows, mistakes };
}

function readRow(
  cell: (column: number) => string,
  at: Record<keyof typeof COLUMNS, number>,
): HoldingRow | string {
  const symbol = cell(at.symbol).toUpperCase();
  const quantity = numberOf(cell(at.quantity));
  const costText = cell(at.cost);
  const acquiredText = cell(at.acquired);
  const costPerShare = costText === '' ? null : numberOf(costText);
  if (!/^[A-Z0-9.^=-]{1,20}$/.test(symbol)) return `"${symbol}" is not a symbol`;
  if (!(quantity > 0)) return `the quantity of ${symbol} is "${cell(at.quantity)}"; it must be above 0`;
  if (costPerShare !== null && !(costPerShare >= 0))
    return `the cost of ${symbol} is "${costText}"; it must be a number`;
  if (acquiredText !== '' && !isDate(acquiredText)) return `"${acquiredText}" is not a date (YYYY-MM-DD)`;
  return { symbol, quantity, costPerShare, acquiredOn: acquiredText === '' ? null : acquiredText };
}

/** `$1,234.50` reads 1234.5. */
const numberOf = (text: string): number =>
  text === '' ? Number.NaN : Number(text.replaceAll(/[$,\s]/g, ''));

export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
