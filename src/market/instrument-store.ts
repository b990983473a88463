import type { ClientBase, Pool } from 'pg';
import { dayOf, type Instrument } from './bars.ts';

interface InstrumentRow {
  symbol: string;
  name: string | null;
  sector: string | null;
  asset_class: string;
  shares_outstanding: number | null;
  shares_as_of: string | null;
  simulated: boolean;
}

/** All instruments, or those of some symbols. */
export async function readInstruments(
  database: Pool | ClientBase,
  symbols: readonly string[] | null = null,
): Promise<Instrument[]> {
  const { rows } = await database.query<InstrumentRow>(
    `SELECT symbol, name, sector, asset_class, shares_outstanding, shares_as_of, simulated
     FROM instruments WHERE $1::text[] IS NULL OR symbol = ANY($1) ORDER BY symbol`,
    [symbols],
  );
  return rows.map((row) => ({
    symbol: row.symbol,
    name: row.name,
    sector: row.sector,
    assetClass: row.asset_class,
    sharesOutstanding: row.shares_outstanding,
    sharesAsOf: row.shares_as_of === null ? null : dayOf(row.shares_as_of),
    simulated: row.simulated,
  }));
}

/** Makes instruments of symbols that are not known yet, with nothing known about them but the symbol. */
export async function insertInstruments(
  client: ClientBase,
  symbols: readonly string[],
  simulated = false,
): Promise<void> {
  await client.query(
    `INSERT INTO instruments (symbol, simulated) SELECT symbol, $2 FROM unnest($1::text[]) AS symbol
     ON CONFLICT (symbol) DO NOTHING`,
    [symbols, simulated],
  );
}

export async function hasInstruments(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM instruments LIMIT 1');
  return rows.length > 0;
}

/** Real data push out the simulated ones: instruments, bars and quotes. Returns the symbols that are gone. */
export async function removeSimulated(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ symbol: string }>(
    'DELETE FROM instruments WHERE simulated RETURNING symbol',
  );
  const symbols = rows.map(({ symbol }) => symbol);
  if (symbols.length > 0) {
    await client.query('DELETE FROM market_bars WHERE symbol = ANY($1)', [symbols]);
    await client.query('DELETE FROM market_data WHERE symbol = ANY($1)', [symbols]);
  }
  return symbols;
}

/** What an import says of instruments; a field that is undefined in all of them keeps what is stored. */
export interface InstrumentFacts {
  readonly symbol: string;
  readonly name: string | null | undefined;
  readonly sector: string | null | undefined;
  readonly subIndustry: string | null | undefined;
  readonly assetClass: string | null | undefined;
  readonly shares: number | null | undefined;
  readonly sharesAsOf: string | null;
}

export interface InstrumentChanges {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

const FACTS: readonly { column: string; type: string; of: (facts: InstrumentFacts) => unknown }[] = [
  { column: 'name', type: 'text', of: ({ name }) => name },
  { column: 'sector', type: 'text', of: ({ sector }) => sector },
  { column: 'sub_industry', type: 'text', of: ({ subIndustry }) => subIndustry },
  {
    column: 'asset_class',
    type: 'text',
    of: ({ assetClass }) => (assetClass === null ? 'equity' : assetClass),
  },
  { column: 'shares_outstanding', type: 'float8', of: ({ shares }) => shares },
  // A count without its day is worth little, so the two are only ever written together.
  {
    column: 'shares_as_of',
    type: 'date',
    of: ({ shares, sharesAsOf }) => (shares == null ? shares : sharesAsOf),
  },
];

/** Adds instruments and brings known ones up to date; those that are equal are not touched. */
export async function upsertInstruments(
  client: ClientBase,
  instruments: readonly InstrumentFacts[],
  simulated = false,
): Promise<InstrumentChanges> {
  const facts = FACTS.filter(({ of }) => instruments.some((it) => of(it) !== undefined));
  const columns = facts.map(({ column }) => column);
  const listed = (prefix: string) => ['symbol', ...columns].map((column) => `${prefix}.${column}`).join(', ');
  const { rows } = await client.query<{ fresh: boolean }>(
    `INSERT INTO instruments (simulated, symbol, ${columns.join(', ')})
     SELECT $2::boolean, * FROM unnest($1::text[], ${facts.map(({ type }, index) => `$${index + 3}::${type}[]`).join(', ')})
     ON CONFLICT (symbol) DO UPDATE
     SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
     WHERE (${listed('instruments')}) IS DISTINCT FROM (${listed('excluded')})
     RETURNING xmax = 0 AS fresh`,
    [instruments.map(({ symbol }) => symbol), simulated, ...facts.map(({ of }) => instruments.map(of))],
  );
  const added = rows.filter(({ fresh }) => fresh).length;
  return { added, changed: rows.length - added, unchanged: instruments.length - rows.length };
}

/**
 * The day whose closes are these prices: the one that matches most symbols, and at least half of them, to a
 * millionth. `month` (`YYYY-MM`) narrows the search. Undefined where no day does.
 */
export async function findClosesDate(
  client: ClientBase,
  closes: readonly { readonly symbol: string; readonly price: number }[],
  month: string | null,
): Promise<string | undefined> {
  const { rows } = await client.query<{ date: string; matches: number }>(
    `SELECT (ts AT TIME ZONE 'UTC')::date AS date, count(*)::int AS matches
     FROM market_bars JOIN unnest($1::text[], $2::float8[]) AS wanted(symbol, price) USING (symbol)
     WHERE "interval" = '1d' AND abs(close - price) <= price * 1e-6
       AND ($3::date IS NULL OR (ts AT TIME ZONE 'UTC') >= $3::date AND (ts AT TIME ZONE 'UTC') < $3::date + interval '1 month')
     GROUP BY date ORDER BY matches DESC, date LIMIT 1`,
    [
      closes.map(({ symbol }) => symbol),
      closes.map(({ price }) => price),
      month === null ? null : `${month}-01`,
    ],
  );
  const best = rows[0];
  return best !== undefined && best.matches * 2 >= closes.length ? best.date : undefined;
}
