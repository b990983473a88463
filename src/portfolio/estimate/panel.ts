/** Daily adjusted closes, one column a symbol; NaN where a symbol has no price that day. Rows ascend in time. */
export interface PricePanel {
  readonly symbols: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** Simple returns, one column a symbol; NaN where either price is missing. Row t is the return into day t. */
export interface ReturnPanel {
  readonly symbols: readonly string[];
  readonly days: readonly string[];
  readonly columns: readonly Float64Array[];
}

export const TRADING_DAYS = 252;

/** Simple returns of consecutive rows; a gap is never bridged. Rows without any return are left out. */
export function returnsOf(prices: PricePanel): ReturnPanel {
  const columns = prices.columns.map((column) =>
    Float64Array.from({ length: Math.max(0, column.length - 1) }, (_, t) => {
      const change = (column[t + 1] as number) / (column[t] as number) - 1;
      return Number.isFinite(change) ? change : Number.NaN;
    }),
  );
  const panel = { symbols: prices.symbols, days: prices.days.slice(1), columns };
  return keepRows(panel, (t) => columns.some((column) => !Number.isNaN(column[t])));
}

/** Only the rows in which every symbol has a value. */
export function completeRows<Panel extends PricePanel | ReturnPanel>(panel: Panel): Panel {
  return keepRows(panel, (t) => panel.columns.every((column) => !Number.isNaN(column[t])));
}

function keepRows<Panel extends PricePanel | ReturnPanel>(
  panel: Panel,
  keep: (row: number) => boolean,
): Panel {
  const rows = panel.days.flatMap((_, t) => (keep(t) ? [t] : []));
  return {
    ...panel,
    days: rows.map((t) => panel.days[t] as string),
    columns: panel.columns.map((column) => Float64Array.from(rows, (t) => column[t] as number)),
  };
}

/** The columns of some symbols, in the order asked; symbols that are absent are returned as `missing`. */
export function selectSymbols(
  panel: PricePanel,
  symbols: readonly string[],
): { panel: PricePanel; missing: string[] } {
  const place = new Map(panel.symbols.map((symbol, index) => [symbol, index]));
  const found = symbols.filter((symbol) => place.has(symbol));
  return {
    panel: {
      ...panel,
      symbols: found,
      columns: found.map((symbol) => panel.columns[place.get(symbol) as number] as Float64Array),
    },
    missing: symbols.filter((symbol) => !place.has(symbol)),
  };
}

/** Mean of the values that are not missing; NaN where all are. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}
