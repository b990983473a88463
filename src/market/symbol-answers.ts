import type { Pool } from 'pg';
import type * as Wire from '#contracts/market';
import type { Clock } from '#platform';
import { componentsAnswer } from './answers.ts';
import { type Day, dateOf, dayOf, lastOnOrBefore } from './bars.ts';
import { noIntradayData, noMarketData } from './errors.ts';
import { readHourly } from './hourly-store.ts';
import type { LiveUniverse } from './live-universe.ts';
import { dayOfQuery, envelope } from './market-answers.ts';
import { marketMeta, waitingIn } from './meta.ts';
import { searchInstruments } from './symbol-search.ts';
import type { AdjustedBars, TrendPoint, Universe } from './universe-types.ts';

interface Deps {
  readonly live: LiveUniverse;
  readonly clock: Clock;
  readonly pool: Pool;
}

/** Answer to GET /analytics/market/bars/{symbol}. Throws `unknown-symbol` and `no-market-data`. */
export async function answerBars(
  deps: Deps,
  symbol: string,
  query: Wire.BarsQuery,
): Promise<Wire.BarsAnswer> {
  const universe = await deps.live.ready();
  const asOf = dayOfQuery(query.as_of);
  const outcome = universe.bars(symbol, query.adjustment, asOf);
  if (outcome.kind === 'no-market-data') throw noMarketData(universe, outcome, symbol);
  const { bars } = outcome;
  const end = lastOnOrBefore(bars.days, dayOfQuery(query.end_date) ?? Number.POSITIVE_INFINITY) + 1;
  const first =
    query.start_date === undefined ? 0 : lastOnOrBefore(bars.days, dayOf(query.start_date) - 1) + 1;
  const start = Math.max(first, end - query.limit);
  const instrument = universe.instrument(symbol);
  return {
    ...envelope(deps.clock),
    symbol,
    name: instrument?.name ?? null,
    sector: instrument?.sector ?? null,
    adjustment: query.adjustment,
    bars: barRows(bars, start, end).filter(({ date }) => !deps.live.isCarried(symbol, dayOf(date))),
    truncated: start > first,
    meta: symbolMeta(deps, universe, symbol, lastTraded(deps.live, symbol, bars.days), asOf),
  };
}

export function lastTraded(live: LiveUniverse, symbol: string, days: Int32Array): Day | undefined {
  return days.findLast((day) => !live.isCarried(symbol, day));
}

function barRows(bars: AdjustedBars, start: number, end: number): Wire.Bar[] {
  const rows: Wire.Bar[] = [];
  for (let i = start; i < end; i += 1) {
    rows.push({
      date: dateOf(bars.days[i]!),
      open: bars.open[i]!,
      high: bars.high[i]!,
      low: bars.low[i]!,
      close: bars.close[i]!,
      volume: bars.volume[i]!,
    });
  }
  return rows;
}

/** Answer to GET /analytics/market/trends. Throws `unknown-symbol` and `no-market-data`. */
export async function answerTrends(deps: Deps, query: Wire.TrendsQuery): Promise<Wire.TrendsAnswer> {
  const universe = await deps.live.ready();
  const asOf = dayOfQuery(query.as_of);
  const symbol = query.symbol?.toUpperCase();
  const daily = query.timeframe === '1h' ? '1d' : query.timeframe;
  const outcome = universe.trends(symbol ?? null, daily, asOf, query.limit);
  if (outcome.kind === 'no-market-data') throw noMarketData(universe, outcome, symbol);
  const { trends } = outcome;
  const points =
    query.timeframe === '1h' ? await hourlyPoints(deps.pool, symbol, asOf, query.limit) : trends.points;
  const last = trends.points.at(-1);
  return {
    ...envelope(deps.clock),
    timeframe: query.timeframe,
    market_trends: {
      symbol: trends.symbol,
      trend: trends.trend,
      score: trends.score,
      components: componentsAnswer(trends.components),
      points: points.map(({ date, close, changePercent, volume }) => ({
        date,
        close,
        change_percent: changePercent,
        volume,
      })),
    },
    meta: symbolMeta(deps, universe, symbol, last === undefined ? undefined : dayOf(last.date), asOf),
  };
}

async function hourlyPoints(
  pool: Pool,
  symbol: string | undefined,
  asOf: Day | undefined,
  limit: number,
): Promise<readonly TrendPoint[]> {
  const points = symbol === undefined ? [] : await readHourly(pool, symbol, asOf, limit);
  if (points.length === 0) throw noIntradayData(symbol);
  return points;
}

/** Answer to GET /analytics/market/symbols; without a search, all instruments in the order of their symbols. */
export async function answerSymbols(deps: Deps, query: Wire.SymbolsQuery): Promise<Wire.SymbolsAnswer> {
  const { instruments } = await deps.live.ready();
  return {
    ...envelope(deps.clock),
    symbols: searchInstruments(instruments, query.search, query.limit).map((it) => ({
      symbol: it.symbol,
      name: it.name,
      sector: it.sector,
      asset_class: it.assetClass,
      simulated: it.simulated,
    })),
    count: instruments.length,
  };
}

/** `symbol` undefined: the whole market. */
export function symbolMeta(
  { live, clock }: Pick<Deps, 'live' | 'clock'>,
  universe: Universe,
  symbol: string | undefined,
  session: Day | undefined,
  asOf: Day | undefined,
): Wire.MarketMeta {
  if (symbol !== undefined)
    return marketMeta(live, universe, clock, { session, asOf, coverage: symbolCoverage(universe, symbol) });
  const waiting = session === undefined ? 0 : waitingIn(live, universe, session);
  return marketMeta(live, universe, clock, {
    session,
    asOf,
    coverage: marketCoverage(universe, asOf),
    waiting,
  });
}

function symbolCoverage(universe: Universe, symbol: string): Wire.MarketMeta['coverage'] {
  const shares = universe.instrument(symbol)?.sharesOutstanding ?? null;
  return { symbols: 1, with_bar: 1, with_market_cap: shares === null ? 0 : 1 };
}

function marketCoverage(universe: Universe, asOf: Day | undefined): Wire.MarketMeta['coverage'] {
  const outcome = universe.overview(asOf, { limit: 0, minDollarVolume: 0 });
  if (outcome.kind === 'no-market-data') return { symbols: 0, with_bar: 0, with_market_cap: 0 };
  const { symbols, withBar, withMarketCap } = outcome.overview.coverage;
  return { symbols, with_bar: withBar, with_market_cap: withMarketCap };
}
