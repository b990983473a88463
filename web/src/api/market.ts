import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BarsAnswer, OverviewAnswer, SymbolsAnswer, TrendsAnswer } from '#contracts/market';
import { requestJson, withQuery } from './client.ts';
import { LIVE_MARKET } from './live-keys.ts';

/** `undefined` means the latest session, which moves. */
export type AsOf = string | undefined;
export type Adjustment = 'raw' | 'splits' | 'all';
export type Timeframe = '1d' | '1w' | '1m';

const marketKey = (asOf: AsOf, ...rest: readonly unknown[]) =>
  asOf === undefined ? [...LIVE_MARKET, ...rest] : ['market', asOf, ...rest];

/** Overview of one session. */
export function overviewQuery(asOf: AsOf, limit = 10) {
  return queryOptions({
    queryKey: marketKey(asOf, 'overview', limit),
    queryFn: ({ signal }) =>
      requestJson<OverviewAnswer>(withQuery('/analytics/market/overview', { as_of: asOf, limit }), {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Periods of the index that are shown: about one year of days, five of weeks, ten of months. */
const INDEX_PERIODS = { '1d': 252, '1w': 260, '1m': 120 } as const;

/** The cap-weighted index, base 100, newest last. */
export function indexQuery(asOf: AsOf, timeframe: Timeframe) {
  const limit = INDEX_PERIODS[timeframe];
  return queryOptions({
    queryKey: marketKey(asOf, 'trends', timeframe),
    queryFn: ({ signal }) =>
      requestJson<TrendsAnswer>(withQuery('/analytics/market/trends', { timeframe, limit, as_of: asOf }), {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Every bar of a symbol. The latest bar moves; `tailQuery` follows it without loading all of them again. */
export function barsQuery(symbol: string, adjustment: Adjustment, asOf: AsOf) {
  return queryOptions({
    queryKey: ['bars', symbol, adjustment, asOf ?? 'latest'],
    queryFn: ({ signal }) => requestBars(symbol, { adjustment, as_of: asOf, limit: 20_000 }, signal),
    staleTime: 10 * 60_000,
  });
}

/** The last two bars of a symbol: its price and its change, kept up to date. */
export function tailQuery(symbol: string, adjustment: Adjustment, asOf: AsOf) {
  return queryOptions({
    queryKey: marketKey(asOf, 'tail', symbol, adjustment),
    queryFn: ({ signal }) => requestBars(symbol, { adjustment, as_of: asOf, limit: 2 }, signal),
  });
}

function requestBars(
  symbol: string,
  query: Record<string, string | number | undefined>,
  signal: AbortSignal,
) {
  const path = `/analytics/market/bars/${encodeURIComponent(symbol)}`;
  return requestJson<BarsAnswer>(withQuery(path, query), { signal });
}

/** Instruments whose symbol or name matches. */
export function symbolsQuery(search: string, limit = 8) {
  return queryOptions({
    queryKey: ['symbols', search, limit],
    queryFn: ({ signal }) =>
      requestJson<SymbolsAnswer>(withQuery('/analytics/market/symbols', { search, limit }), {
        signal,
      }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}
