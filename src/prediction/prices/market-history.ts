import { noMarketData, type Universe } from '#market';
import { DomainError } from '#platform';
import { MIN_BARS } from './forecast-price.ts';
import { type PriceHistory, soundRange } from './price-history.ts';
import { type Calendar, closeOf, type Day } from './trading-clock.ts';

/** A symbol as the market knows it at some moment. */
export interface SymbolStanding {
  readonly symbol: string;
  readonly calendar: Calendar;
  readonly simulated: boolean;
  /** Completed sessions, restated for splits as of the last bar, and their days. */
  readonly history: PriceHistory;
  readonly days: Int32Array;
  /** The last price, and the session it is of: completed, or under way. */
  readonly price: number;
  readonly day: Day;
  readonly isOpen: boolean;
}

/** Ten years say all there is to say. */
const MAX_SESSIONS = 2_520;
/** A symbol without a bar for so many days while the market went on is no longer traded. */
const GONE_AFTER_DAYS = 14;
const EVERYTHING = 100_000;

/**
 * Reads a symbol's history up to its last completed session. Throws `unknown-symbol`, `no-market-data` where it is no
 * longer traded, and `insufficient-history`.
 */
export function readStanding(universe: Universe, symbol: string, nowMs: number): SymbolStanding {
  const outcome = universe.bars(symbol, 'splits');
  if (outcome.kind !== 'bars') throw noMarketData(universe, outcome, symbol);
  const { bars } = outcome;
  const instrument = universe.instrument(symbol);
  const calendar: Calendar = instrument?.assetClass === 'crypto' ? 'every-day' : 'weekdays';
  const last = bars.days.length - 1;
  const day = bars.days[last]!;
  const marketDay = universe.session() ?? day;
  if (day < marketDay - GONE_AFTER_DAYS)
    throw new DomainError(
      'no-market-data',
      `${symbol} last traded on ${dateOf(day)}, the market went on until ${dateOf(marketDay)}. What is no longer traded is not forecast.`,
    );
  const isOpen = closeOf(day, calendar) > nowMs;
  const end = isOpen ? last : last + 1;
  if (end < MIN_BARS)
    throw new DomainError(
      'insufficient-history',
      `${symbol} has ${end} completed sessions; ${MIN_BARS} are needed for a forecast and its test.`,
    );
  const start = Math.max(0, end - MAX_SESSIONS);
  const cut = (column: Float64Array) => column.slice(start, end);
  const close = cut(bars.close);
  const days = bars.days.slice(start, end);
  const range = soundRange({ open: cut(bars.open), high: cut(bars.high), low: cut(bars.low) }, close);
  return {
    symbol,
    calendar,
    simulated: instrument?.simulated ?? false,
    history: { close, range, volume: cut(bars.volume), market: marketReturns(universe, days, calendar) },
    days,
    price: bars.close[last]!,
    day,
    isOpen,
  };
}

/** Log returns of the cap-weighted index over the given days; NaN where it has none. Coins have a market of their own. */
function marketReturns(universe: Universe, days: Int32Array, calendar: Calendar): Float64Array {
  const returns = new Float64Array(days.length).fill(Number.NaN);
  if (calendar === 'every-day') return returns;
  const outcome = universe.trends(null, '1d', undefined, EVERYTHING);
  if (outcome.kind !== 'trends') return returns;
  const changes = new Map(outcome.trends.points.map(({ date, changePercent }) => [date, changePercent]));
  for (const [i, day] of days.entries()) {
    const change = changes.get(dateOf(day));
    if (typeof change === 'number' && change > -100) returns[i] = Math.log1p(change / 100);
  }
  return returns;
}

export function dateOf(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
