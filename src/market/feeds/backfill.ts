import type { Pool } from 'pg';
import type { Bus } from '#platform';
import { type Day, dateOf } from '../bars.ts';
import { streamSource } from '../import/bar-source.ts';
import { importMarket, type MarketImportReport } from '../import/import-market.ts';
import { readSymbols } from '../import/symbols-file.ts';
import { type FeedBar, FeedError, type MarketDataFeed } from './feed.ts';

export interface Backfill {
  readonly symbols: readonly string[];
  readonly from: Day;
  /** The last completed session, or an earlier one. */
  readonly to: Day;
  readonly signal: AbortSignal;
  readonly onBars?: (bars: number) => void;
}

/**
 * Imports the daily bars a feed has of its symbols, as an import of files does: checked, in one transaction, and a
 * second run changes nothing. Throws a FeedError where the feed carries no bars.
 */
export async function backfill(
  deps: { readonly pool: Pool; readonly bus: Bus },
  feed: MarketDataFeed,
  { symbols, from, to, signal, onBars }: Backfill,
): Promise<MarketImportReport> {
  const bars = feed.bars?.(symbols, from, to, signal);
  if (bars === undefined)
    throw new FeedError({
      what: `${feed.name} carries no daily bars.`,
      why: 'It has quotes only.',
      fix: 'Import bars from files.',
      retryable: false,
    });
  const source = streamSource(feed.name, () => csvOf(bars));
  const instruments = symbols.map((symbol) => `${symbol},${feed.assetClass}`);
  return importMarket(deps, {
    sources: [source],
    symbols: readSymbols(['symbol,asset_class', ...instruments].join('\n'), feed.name),
    strict: false,
    lastDay: to,
    progress: (_, lines) => onBars?.(lines),
  });
}

const HEADER = 'date,symbol,open,high,low,close,volume,dividend,split\n';

async function* csvOf(bars: AsyncIterable<FeedBar>): AsyncGenerator<Buffer> {
  yield Buffer.from(HEADER);
  for await (const { symbol, day, open, high, low, close, volume, dividend, split } of bars)
    yield Buffer.from(
      `${[dateOf(day), symbol, open, high, low, close, volume, dividend, split].join(',')}\n`,
    );
}
