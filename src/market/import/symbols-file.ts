import { parse } from 'csv-parse/sync';
import type { RefusedLine } from './import-bars.ts';
import { parseDay } from './numbers.ts';
import { SourceError } from './source-error.ts';

/** One instrument. A field is undefined where the file has no such column and null where the field is empty. */
export interface SymbolRow {
  readonly symbol: string;
  readonly name: string | null | undefined;
  readonly sector: string | null | undefined;
  readonly subIndustry: string | null | undefined;
  readonly assetClass: string | null | undefined;
  readonly shares: number | null | undefined;
  readonly sharesAsOf: string | null | undefined;
  /** Market capitalisation ÷ shares: the close of the day the share count belongs to. */
  readonly impliedClose: number | null;
}

export interface SymbolsFile {
  readonly rows: readonly SymbolRow[];
  readonly refused: readonly RefusedLine[];
  /** `2018-02` of a column `market_cap_2018_02`; null where the column's name has no date. */
  readonly capMonth: string | null;
}

const SYMBOL = /^[A-Z0-9][A-Z0-9.^=/-]{0,23}$/;
const ASSET_CLASS = /^[a-z][a-z_]{0,31}$/;
const SHARES_COLUMNS = ['shares_outstanding', 'shares_estimate', 'shares'];
const CAP_COLUMN = /^market_cap(?:_(\d{4})_(\d{2}))?$/;

interface Line {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a csv of instruments: symbol and any of name, sector, sub_industry, asset_class, shares_outstanding (or
 * shares_estimate, shares), shares_as_of, market_cap (or market_cap_YYYY_MM). Other columns are passed over.
 * Throws a SourceError where the file cannot be used.
 */
export function readSymbols(text: string, file = 'symbols'): SymbolsFile {
  const [head, ...lines] = recordsOf(text);
  if (head === undefined) throw new SourceError('is empty');
  const names = head.record.map((name) => name.toLowerCase().replaceAll(/[\s-]+/g, '_'));
  if (!names.includes('symbol'))
    throw new SourceError(`has no column symbol; its columns are ${names.join(', ')}`);
  const read = createRowReader(names);
  const seen = new Set<string>();
  const rows: SymbolRow[] = [];
  const refused: RefusedLine[] = [];
  const refuse = (line: number, reason: string) => void refused.push({ file, line, reason });
  for (const { record, info } of lines) {
    const row =
      record.length === names.length
        ? read(record)
        : `has ${record.length} fields; the header names ${names.length}`;
    if (typeof row === 'string') refuse(info.lines, row);
    else if (seen.has(row.symbol)) refuse(info.lines, `repeats ${row.symbol}; the first one stands`);
    else {
      seen.add(row.symbol);
      rows.push(row);
    }
  }
  const [, year, month] = names.map((name) => CAP_COLUMN.exec(name)).find((match) => match !== null) ?? [];
  return { rows, refused, capMonth: year === undefined ? null : `${year}-${month}` };
}

function recordsOf(text: string): Line[] {
  try {
    return parse(text, {
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Line[];
  } catch (error) {
    throw new SourceError(`is not csv: ${(error as Error).message}`, { cause: error });
  }
}

/** Reads one record, or says what is wrong with it. */
function createRowReader(names: readonly string[]): (record: readonly string[]) => SymbolRow | string {
  const at = (...columns: string[]) => names.findIndex((name) => columns.includes(name));
  const cap = names.findIndex((name) => CAP_COLUMN.test(name));
  const places = {
    symbol: at('symbol'),
    name: at('name'),
    sector: at('sector'),
    subIndustry: at('sub_industry'),
    assetClass: at('asset_class'),
    shares: at(...SHARES_COLUMNS),
    sharesAsOf: at('shares_as_of'),
  };
  const textAt = (record: readonly string[], place: number) =>
    place < 0 ? undefined : record[place] || null;
  return (record) => {
    const symbol = record[places.symbol]?.toUpperCase() ?? '';
    const assetClass = textAt(record, places.assetClass);
    const shares = amount(textAt(record, places.shares));
    const marketCap = amount(textAt(record, cap));
    const sharesAsOf = textAt(record, places.sharesAsOf);
    if (!SYMBOL.test(symbol)) return `symbol "${symbol}" is not a ticker symbol`;
    if (assetClass != null && !ASSET_CLASS.test(assetClass))
      return `asset_class "${assetClass}" is not a word such as equity or crypto`;
    if (Number.isNaN(shares))
      return `${names[places.shares]} "${record[places.shares]}" is not a number above 0`;
    if (Number.isNaN(marketCap)) return `${names[cap]} "${record[cap]}" is not a number above 0`;
    if (sharesAsOf != null && !isDate(sharesAsOf))
      return `shares_as_of "${sharesAsOf}" is not a date YYYY-MM-DD`;
    return {
      symbol,
      name: textAt(record, places.name),
      sector: textAt(record, places.sector),
      subIndustry: textAt(record, places.subIndustry),
      assetClass,
      shares,
      sharesAsOf,
      impliedClose: shares != null && marketCap != null ? marketCap / shares : null,
    };
  };
}

/** NaN where the text is no amount. */
function amount(text: string | null | undefined): number | null | undefined {
  if (text == null) return text;
  const value = Number(text);
  return value > 0 && value < 1e18 ? value : Number.NaN;
}

function isDate(text: string): boolean {
  return !Number.isNaN(parseDay(Buffer.from(text), 0, text.length));
}
