import type { Quote } from '#contracts/market';
import type { Day } from './bars.ts';

/** A quote with its time and the session it belongs to. */
export interface TimedQuote {
  readonly quote: Quote;
  readonly timestampMs: number;
  readonly session: Day;
}

/** What a batch of quotes says about one session of one symbol; its close is the latest quote stored. */
export interface SessionBar {
  readonly symbol: string;
  readonly session: Day;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

/** Folds quotes into one bar for each symbol and session, by time and not by order of arrival. */
export function sessionBars(quotes: readonly TimedQuote[]): SessionBar[] {
  const bars = new Map<string, SessionBar>();
  for (const timed of quotes.toSorted((a, b) => a.timestampMs - b.timestampMs)) {
    const key = `${timed.quote.symbol} ${timed.session}`;
    bars.set(key, extended(bars.get(key), timed));
  }
  return [...bars.values()];
}

function extended(bar: SessionBar | undefined, { quote, session }: TimedQuote): SessionBar {
  const { symbol, price, high = price, low = price, open_price: open = price, volume = 0 } = quote;
  return {
    symbol,
    session,
    open: bar?.open ?? open,
    high: Math.max(bar?.high ?? open, price, high),
    low: Math.min(bar?.low ?? open, price, low),
    volume: Math.max(bar?.volume ?? 0, volume),
  };
}
