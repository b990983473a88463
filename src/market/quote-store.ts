import type { Pool, PoolClient } from 'pg';
import type { Quote } from '#contracts/market';
import { inTransaction } from '#platform';
import { dateOf } from './bars.ts';
import { insertInstruments } from './instrument-store.ts';
import { sessionBars, type TimedQuote } from './session-bars.ts';

/** What tells quotes: clients, a feed, a replay of a stored day, or the demo. The last two are simulated. */
export type QuoteSource = 'quote' | 'feed' | 'replay' | 'demo';

const SIMULATED: ReadonlySet<QuoteSource> = new Set<QuoteSource>(['replay', 'demo']);

export interface QuotesWritten {
  readonly accepted: number;
  /** Stored before with the same symbol, time, price and volume. */
  readonly duplicates: number;
  /** Symbols whose bar of a session may have changed. */
  readonly symbols: readonly string[];
  /** The earliest of those sessions. */
  readonly since: string | undefined;
}

const NOTHING: QuotesWritten = { accepted: 0, duplicates: 0, symbols: [], since: undefined };

/**
 * Stores quotes and brings the bars of their sessions up to date, in one transaction. A bar closes at the latest quote
 * of its session, in whatever order quotes arrive; its high and low only widen, its volume only grows.
 */
export async function writeQuotes(
  pool: Pool,
  quotes: readonly TimedQuote[],
  source: QuoteSource,
): Promise<QuotesWritten> {
  return outlastingDeadlock(() =>
    inTransaction(pool, async (client) => {
      const own = source === 'demo' ? await ofSimulated(client, quotes) : quotes;
      return own.length === 0 ? NOTHING : write(client, own, source);
    }),
  );
}

/** The demo trades simulated instruments only: quotes of those that are not (any more) are dropped. */
async function ofSimulated(client: PoolClient, quotes: readonly TimedQuote[]): Promise<TimedQuote[]> {
  const simulated = await holdSimulated(client, symbolsOf(quotes));
  return quotes.filter(({ quote }) => simulated.has(quote.symbol));
}

async function write(
  client: PoolClient,
  quotes: readonly TimedQuote[],
  source: QuoteSource,
): Promise<QuotesWritten> {
  const symbols = symbolsOf(quotes);
  await takeTurns(client, symbols);
  await insertInstruments(client, symbols);
  const accepted = await insertQuotes(client, quotes, SIMULATED.has(source));
  const sessions = await upsertBars(client, quotes, SIMULATED.has(source) ? 'simulated' : source);
  return { accepted, duplicates: quotes.length - accepted, symbols, since: sessions[0] };
}

/** Keeps the instruments from being removed until the quotes are in; an import that is removing them is waited for. */
async function holdSimulated(client: PoolClient, symbols: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ symbol: string }>(
    'SELECT symbol FROM instruments WHERE symbol = ANY($1) AND simulated ORDER BY symbol FOR SHARE',
    [symbols],
  );
  return new Set(rows.map(({ symbol }) => symbol));
}

/** Two writers of one symbol go one after the other, so that each sees the other's quotes. */
async function takeTurns(client: PoolClient, symbols: readonly string[]): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtext('richesreach.quotes'), lane)
     FROM (SELECT DISTINCT hashtext(symbol) & 63 AS lane FROM unnest($1::text[]) AS symbol ORDER BY lane) AS lanes`,
    [symbols],
  );
}

const NUMBERS = [
  'price',
  'volume',
  'change',
  'change_percent',
  'high',
  'low',
  'open_price',
  'close_price',
] as const satisfies readonly (keyof Quote)[];

async function insertQuotes(
  client: PoolClient,
  quotes: readonly TimedQuote[],
  simulated: boolean,
): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO market_data ("timestamp", symbol, simulated, ${NUMBERS.join(', ')})
     SELECT DISTINCT ON ("timestamp", symbol, price, volume) "timestamp", symbol, $3::boolean, ${NUMBERS.join(', ')}
     FROM unnest($1::timestamptz[], $2::text[], ${NUMBERS.map((_, index) => `$${index + 4}::float8[]`).join(', ')})
       AS posted("timestamp", symbol, ${NUMBERS.join(', ')})
     WHERE NOT EXISTS (
       SELECT 1 FROM market_data AS stored
       WHERE stored.symbol = posted.symbol AND stored."timestamp" = posted."timestamp"
         AND stored.price = posted.price AND stored.volume IS NOT DISTINCT FROM posted.volume
     )`,
    [
      quotes.map(({ timestampMs }) => new Date(timestampMs)),
      quotes.map(({ quote }) => quote.symbol),
      simulated,
      ...NUMBERS.map((name) => quotes.map(({ quote }) => quote[name] ?? null)),
    ],
  );
  return rowCount ?? 0;
}

/** Returns the sessions touched, ascending. */
async function upsertBars(
  client: PoolClient,
  quotes: readonly TimedQuote[],
  source: string,
): Promise<string[]> {
  const bars = sessionBars(quotes);
  const dates = bars.map(({ session }) => dateOf(session));
  await client.query(
    `INSERT INTO market_bars AS bar (symbol, ts, open, high, low, close, adjusted_close, volume, source)
     SELECT posted.symbol, session::timestamp AT TIME ZONE 'UTC', open, greatest(high, last.price),
       least(low, last.price), last.price, last.price, volume, $7
     FROM unnest($1::text[], $2::date[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
       AS posted(symbol, session, open, high, low, volume)
     CROSS JOIN LATERAL (
       SELECT price FROM market_data
       WHERE symbol = posted.symbol
         AND "timestamp" >= session::timestamp AT TIME ZONE 'America/New_York'
         AND "timestamp" < (session + 1)::timestamp AT TIME ZONE 'America/New_York'
       ORDER BY "timestamp" DESC, id DESC LIMIT 1
     ) AS last
     ON CONFLICT (symbol, "interval", ts) DO UPDATE SET
       high = greatest(bar.high, excluded.high),
       low = least(bar.low, excluded.low),
       close = excluded.close,
       adjusted_close = excluded.close * coalesce(bar.adjusted_close / bar.close, 1),
       volume = greatest(bar.volume, excluded.volume),
       source = excluded.source`,
    [
      bars.map(({ symbol }) => symbol),
      dates,
      bars.map(({ open }) => open),
      bars.map(({ high }) => high),
      bars.map(({ low }) => low),
      bars.map(({ volume }) => volume),
      source,
    ],
  );
  return dates.sort();
}

function symbolsOf(quotes: readonly TimedQuote[]): string[] {
  return [...new Set(quotes.map(({ quote }) => quote.symbol))].sort();
}

const DEADLOCK = '40P01';
const TRIES = 3;

/** An import beside us may want our rows in another order; PostgreSQL then ends one of the two, and we begin again. */
async function outlastingDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || (error as { code?: string }).code !== DEADLOCK) throw error;
    }
  }
}
