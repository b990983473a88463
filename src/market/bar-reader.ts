import type { ClientBase, Pool } from 'pg';
import type { Day, DayBar, SymbolBars } from './bars.ts';
import { dateOf } from './bars.ts';
import { copyRows, type RawField } from './copy-rows.ts';

export const BAR_SOURCES = ['import', 'quote', 'feed', 'simulated'] as const;
export type BarSourceName = (typeof BAR_SOURCES)[number];

/** Where bars came from, one bit for each of `BAR_SOURCES`. */
export type SourceMask = number;

export function isOfficial(sources: SourceMask): boolean {
  return BAR_SOURCES.some((name, bit) => OFFICIAL.includes(name) && (sources & (1 << bit)) !== 0);
}

export interface StoredBars {
  readonly bars: SymbolBars;
  readonly sources: SourceMask;
  /** Last day with a bar that was imported or simulated; -Infinity where there is none. */
  readonly officialDay: Day;
}

/** Sources whose bars are final; those of the others are made of quotes. */
const OFFICIAL: readonly BarSourceName[] = ['import', 'simulated'];
const DAY = '(extract(epoch FROM ts) / 86400)::int4';

const COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'split', 'dividend'] as const;
const SOURCE_BIT = `CASE source ${BAR_SOURCES.map((name, bit) => `WHEN '${name}' THEN ${1 << bit}`).join(' ')} END`;

/**
 * Streams the daily bars of all symbols, or of some, each symbol as whole columns: PostgreSQL glues the column's
 * doubles together, and only their byte order is left to turn. Bars before `firstDay` are left out.
 */
export async function* readBars(
  client: ClientBase,
  options: { readonly symbols?: readonly string[]; readonly firstDay: Day | undefined },
): AsyncGenerator<StoredBars> {
  const { symbols, firstDay } = options;
  const since = firstDay === undefined ? '' : `AND ts >= '${dateOf(firstDay)} 00:00Z'`;
  const named = symbols === undefined ? '' : `WHERE instruments.symbol = ANY(${textArray(client, symbols)})`;
  // The inner subquery reads each symbol by its key, hence in order; the aggregates keep that order.
  const query = `
    SELECT instruments.symbol, columns.* FROM instruments CROSS JOIN LATERAL (
      SELECT bit_or(${SOURCE_BIT})::int4, max(${DAY}) FILTER (WHERE source IN (${OFFICIAL.map((name) => `'${name}'`).join(', ')})),
        string_agg(int4send(${DAY}), ''::bytea),
        ${COLUMNS.map((column) => `string_agg(float8send(${column}), ''::bytea)`).join(', ')}
      FROM (
        SELECT * FROM market_bars WHERE symbol = instruments.symbol AND "interval" = '1d' ${since} ORDER BY ts
      ) AS bars
    ) AS columns ${named}`;
  for await (const row of copyRows(client, query)) {
    const stored = decode(row);
    if (stored !== undefined) yield stored;
  }
}

/** A literal, because COPY takes no parameters. */
function textArray(client: ClientBase, symbols: readonly string[]): string {
  return `ARRAY[${symbols.map((symbol) => client.escapeLiteral(symbol)).join(',')}]::text[]`;
}

/** Undefined for an instrument without bars. */
function decode([symbol, sources, official, days, ...columns]: RawField[]): StoredBars | undefined {
  if (symbol == null || sources == null || days == null) return undefined;
  const [open, high, low, close, volume, split, dividend] = columns.map(toDoubles) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const bars = {
    symbol: symbol.toString(),
    days: toDays(days),
    open,
    high,
    low,
    close,
    volume,
    split,
    dividend,
  };
  const officialDay = official == null ? Number.NEGATIVE_INFINITY : official.readInt32BE(0);
  return { bars, sources: sources.readInt32BE(0), officialDay };
}

function toDays(field: Buffer): Int32Array {
  const copy = new Uint8Array(field);
  Buffer.from(copy.buffer).swap32();
  return new Int32Array(copy.buffer);
}

function toDoubles(field: RawField): Float64Array {
  const copy = new Uint8Array(field ?? []);
  Buffer.from(copy.buffer).swap64();
  return new Float64Array(copy.buffer);
}

export interface RecentBar {
  readonly symbol: string;
  readonly bar: DayBar;
  readonly sources: SourceMask;
}

/** Bars of some symbols from a day on, oldest first. */
export async function readRecentBars(
  pool: Pool,
  symbols: readonly string[],
  since: Day,
): Promise<RecentBar[]> {
  const { rows } = await pool.query<DayBar & Omit<RecentBar, 'bar'>>(
    `SELECT symbol, ${DAY} AS day, ${COLUMNS.join(', ')}, ${SOURCE_BIT} AS sources
     FROM market_bars WHERE symbol = ANY($1) AND "interval" = '1d' AND ts >= $2 ORDER BY ts`,
    [symbols, `${dateOf(since)}T00:00:00Z`],
  );
  return rows.map(({ symbol, sources, ...bar }) => ({ symbol, bar, sources }));
}
