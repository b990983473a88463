import type { Quote } from '#contracts/market';
import { SetupError } from '#platform';
import type { Day, DayBar } from '../bars.ts';

/** A moment's price of one symbol, as a feed tells it. `volume` is the session's so far. */
export type FeedQuote = Quote & { readonly timestamp: string };

/** One completed or running session of a symbol, as traded, with the split and dividend that take effect on it. */
export interface FeedBar extends DayBar {
  readonly symbol: string;
}

export interface FeedNews {
  readonly title: string;
  readonly content: string;
  readonly symbols: readonly string[];
  /** ISO 8601. */
  readonly published_at: string;
  readonly url: string;
}

/**
 * A source of market data, which keeps its vendor's rate limit by itself. What it cannot do, it does not have: a feed
 * without `news` carries none.
 * Symbols are ours (`AAPL`, `BTC-USD`); a feed translates to its own. Every method ends when `signal` aborts.
 */
export interface MarketDataFeed {
  readonly name: string;
  readonly assetClass: string;
  /**
   * Live quotes of one connection. Throws a FeedError when the connection is lost, or is refused; whoever reads
   * connects again where `retryable`.
   */
  quotes(symbols: readonly string[], signal: AbortSignal): AsyncIterable<readonly FeedQuote[]>;
  /** Daily bars of the sessions `from` to `to`, both included, corporate actions worked in. */
  bars?(symbols: readonly string[], from: Day, to: Day, signal: AbortSignal): AsyncIterable<FeedBar>;
  /** The latest news, newest first. */
  news?(symbols: readonly string[], limit: number, signal: AbortSignal): Promise<FeedNews[]>;
}

/** A feed cannot be used: for now (`retryable`), or until somebody mends it. */
export class FeedError extends SetupError {
  readonly retryable: boolean;
  constructor({ retryable, ...told }: FeedErrorOptions) {
    super(told);
    this.name = 'FeedError';
    this.retryable = retryable;
  }
}

interface FeedErrorOptions {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly retryable: boolean;
  readonly cause?: unknown;
}
