import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Bus, reasonOf } from '#platform';
import { storeQuotes } from '../ingest.ts';
import { sessionDayOf } from '../session-date.ts';
import { FeedError, type FeedQuote, type MarketDataFeed } from './feed.ts';

export interface FeedRunDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  /** In [0, 1); spreads reconnects. */
  readonly random: () => number;
}

/** How a feed is doing, told after every write and every failure. */
export interface FeedProgress {
  readonly quotes: number;
  readonly reconnects: number;
  readonly last: FeedQuote | undefined;
  readonly trouble: string | undefined;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Quotes that wait for the database; then the feed is not read any further. */
const MAX_WAITING = 5_000;

/**
 * Reads a feed into the database until it ends or `signal` aborts. A lost connection is made again, later and later
 * while it fails; quotes that could not be written wait. Throws a FeedError that waiting does not mend.
 */
export async function runFeed(
  deps: FeedRunDeps,
  feed: MarketDataFeed,
  symbols: readonly string[],
  signal: AbortSignal,
  onProgress: (progress: FeedProgress) => void = () => undefined,
): Promise<FeedProgress> {
  let progress: FeedProgress = { quotes: 0, reconnects: 0, last: undefined, trouble: undefined };
  const tell = (change: Partial<FeedProgress>) => {
    progress = { ...progress, ...change };
    onProgress(progress);
  };
  const writer = createWriter(deps, feed.name, (quotes) =>
    tell({ quotes: progress.quotes + quotes.length, last: quotes.at(-1), trouble: undefined }),
  );
  for (let failures = 0; ; failures += 1) {
    const before = progress.quotes;
    try {
      for await (const quotes of feed.quotes(symbols, signal)) await writer.take(quotes);
      await writer.finish();
      return progress;
    } catch (error) {
      if (signal.aborted) return progress;
      if (error instanceof FeedError && !error.retryable) throw error;
      if (progress.quotes > before) failures = 0;
      tell({ reconnects: progress.reconnects + 1, trouble: reasonOf(error) });
    }
    await sleep(waitMs(failures, deps.random), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return progress;
  }
}

/** Full jitter: many nodes that lost one vendor do not come back at once. */
function waitMs(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
}

interface Writer {
  /** Resolves at once while there is room. Throws what the write before failed with. */
  take(quotes: readonly FeedQuote[]): Promise<void>;
  finish(): Promise<void>;
}

/** Writes what has come while the last write was under way. */
function createWriter(
  { pool, bus }: FeedRunDeps,
  feedName: string,
  onWritten: (quotes: readonly FeedQuote[]) => void,
): Writer {
  const source = feedName === 'replay' ? 'replay' : 'feed';
  let waiting: FeedQuote[] = [];
  let failure: unknown;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const quotes = waiting.slice(0, MAX_WAITING);
      await storeQuotes({ pool, bus }, quotes.map(timed), source);
      waiting = waiting.slice(quotes.length);
      onWritten(quotes);
    }
  }
  function start(): Promise<void> {
    writing ??= write()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }
  function throwFailure(): void {
    if (failure === undefined) return;
    const error = failure;
    failure = undefined;
    throw error;
  }

  return {
    async take(quotes) {
      waiting.push(...quotes);
      const written = start();
      if (waiting.length >= MAX_WAITING) await written;
      throwFailure();
    },
    async finish() {
      await start();
      throwFailure();
    },
  };
}

function timed(quote: FeedQuote) {
  const timestampMs = Date.parse(quote.timestamp);
  return { quote, timestampMs, session: sessionDayOf(timestampMs) };
}
