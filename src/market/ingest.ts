import type { Pool } from 'pg';
import type { Quote } from '#contracts/market';
import type { Bus, Clock, FieldError } from '#platform';
import type { LiveUniverse } from './live-universe.ts';
import { type QuoteSource, type QuotesWritten, writeQuotes } from './quote-store.ts';
import type { TimedQuote } from './session-bars.ts';
import { sessionDayOf } from './session-date.ts';

interface IngestDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly live: LiveUniverse;
}

/** An event must fit a notification of 8,000 bytes. */
const SYMBOLS_AN_EVENT = 200;

/** Clocks of clients run ahead by seconds, not by minutes. */
const AHEAD_MS = 60_000;

export interface QuotesRecorded {
  readonly written: QuotesWritten;
  /** Quotes that no session could have seen, by their place in the request. */
  readonly refused: readonly FieldError[];
}

/** Records what clients post; a quote without timestamp is of now. */
export async function recordQuotes(
  deps: IngestDeps,
  items: readonly { readonly index: number; readonly value: Quote }[],
): Promise<QuotesRecorded> {
  const nowMs = deps.clock.now();
  const refused: FieldError[] = [];
  const good: TimedQuote[] = [];
  for (const { index, value } of items) {
    const quote = timed(value, nowMs);
    const wrong = wrongQuote(quote, nowMs);
    if (wrong === undefined) good.push(quote);
    else refused.push({ ...wrong, index });
  }
  return { written: await ingestQuotes(deps, good), refused };
}

/** A quote with its time – now, where it has none – and its session. */
export function timed(quote: Quote, nowMs: number): TimedQuote {
  const timestampMs = quote.timestamp === undefined ? nowMs : Date.parse(quote.timestamp);
  return {
    quote: { ...quote, symbol: quote.symbol.toUpperCase() },
    timestampMs,
    session: sessionDayOf(timestampMs),
  };
}

function wrongQuote({ quote, timestampMs }: TimedQuote, nowMs: number): FieldError | undefined {
  if (timestampMs > nowMs + AHEAD_MS) return { pointer: '/timestamp', message: 'lies in the future' };
  if (quote.high !== undefined && quote.low !== undefined && quote.high < quote.low)
    return { pointer: '/high', message: `is below low ${quote.low}` };
  return undefined;
}

/**
 * Stores quotes, tells the bus, and waits until this process's universe shows them: whoever posts a quote and then
 * asks finds it.
 */
export async function ingestQuotes(
  deps: IngestDeps,
  quotes: readonly TimedQuote[],
  source: 'quote' | 'demo' = 'quote',
): Promise<QuotesWritten> {
  const written = await storeQuotes(deps, quotes, source);
  if (written.since !== undefined) await deps.live.caughtUp();
  return written;
}

/** Stores quotes and tells the bus. */
export async function storeQuotes(
  { pool, bus }: Pick<IngestDeps, 'pool' | 'bus'>,
  quotes: readonly TimedQuote[],
  source: QuoteSource,
): Promise<QuotesWritten> {
  const written = await writeQuotes(pool, quotes, source);
  const { symbols, since } = written;
  if (since === undefined) return written;
  for (let at = 0; at < symbols.length; at += SYMBOLS_AN_EVENT)
    bus.publish('market.bars.changed', {
      symbols: symbols.slice(at, at + SYMBOLS_AN_EVENT),
      simulated: source === 'demo' || source === 'replay',
      since,
    });
  return written;
}
