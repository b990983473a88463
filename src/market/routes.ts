import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { IndicatorsAnswer, IndicatorsQuery } from '#contracts/indicators';
import { MarketDataRecorded } from '#contracts/ingest';
import {
  BarsAnswer,
  BarsQuery,
  OverviewAnswer,
  OverviewQuery,
  Quote,
  SymbolParams,
  SymbolsAnswer,
  SymbolsQuery,
  TrendsAnswer,
  TrendsQuery,
} from '#contracts/market';
import {
  type Bus,
  type Cache,
  type Clock,
  defineRoute,
  itemChecker,
  type Route,
  sendCached,
} from '#platform';
import { refusedQuote } from './errors.ts';
import { answerIndicators } from './indicator-answer.ts';
import { recordQuotes } from './ingest.ts';
import { type LiveUniverse, MARKET_TAG } from './live-universe.ts';
import { answerOverview, envelope } from './market-answers.ts';
import { answerBars, answerSymbols, answerTrends } from './symbol-answers.ts';

export interface MarketDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly live: LiveUniverse;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

export function marketRoutes(deps: MarketDeps): Route[] {
  return [
    overviewRoute(deps),
    trendsRoute(deps),
    barsRoute(deps),
    indicatorsRoute(deps),
    symbolsRoute(deps),
    marketDataRoute(deps),
  ];
}

function overviewRoute(deps: MarketDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/analytics/market/overview',
    scope: 'market:read',
    tag: 'analytics',
    summary: 'The whole market in one session',
    description:
      'Breadth, movers, sectors, index, volatility and technical state of the last session on or before `as_of`.',
    schemas: { query: OverviewQuery, response: OverviewAnswer },
    handler: ({ query, raw, reply }) => cached(deps, raw, reply, () => answerOverview(deps, query)),
  });
}

function trendsRoute(deps: MarketDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/analytics/market/trends',
    scope: 'market:read',
    tag: 'analytics',
    summary: 'Trend and periods of a symbol, or of the cap-weighted index',
    description: 'timeframe 1h is made of posted quotes and needs a symbol; 1m is a month.',
    schemas: { query: TrendsQuery, response: TrendsAnswer },
    handler: ({ query, raw, reply }) => cached(deps, raw, reply, () => answerTrends(deps, query)),
  });
}

function barsRoute(deps: MarketDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/analytics/market/bars/{symbol}',
    scope: 'market:read',
    tag: 'analytics',
    summary: 'Daily bars of a symbol, as traded or adjusted',
    description:
      '`as_of` also restates: nothing that happened later is known. `start_date` and `end_date` only choose what is shown.',
    schemas: { params: SymbolParams, query: BarsQuery, response: BarsAnswer },
    handler: ({ params, query, raw, reply }) =>
      cached(deps, raw, reply, () => answerBars(deps, params.symbol.toUpperCase(), query)),
  });
}

function indicatorsRoute(deps: MarketDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/analytics/market/indicators/{symbol}',
    scope: 'market:read',
    tag: 'analytics',
    summary: 'Technical indicators of a symbol, with what they say and the trend behind them',
    description:
      'Computed on split-adjusted bars in TA-Lib’s definitions; undefined values are null. VWAP starts anew with each year, on hourly bars with each session.',
    schemas: { params: SymbolParams, query: IndicatorsQuery, response: IndicatorsAnswer },
    handler: ({ params, query, raw, reply }) =>
      cached(deps, raw, reply, () => answerIndicators(deps, params.symbol.toUpperCase(), query)),
  });
}

function symbolsRoute(deps: MarketDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/analytics/market/symbols',
    scope: 'market:read',
    tag: 'analytics',
    summary: 'Find instruments by symbol or name',
    schemas: { query: SymbolsQuery, response: SymbolsAnswer },
    handler: ({ query, raw, reply }) => cached(deps, raw, reply, () => answerSymbols(deps, query)),
  });
}

function marketDataRoute(deps: MarketDeps): Route {
  const check = itemChecker<Quote>(Quote);
  return defineRoute({
    method: 'POST',
    path: '/analytics/market-data',
    scope: 'market:write',
    tag: 'analytics',
    summary: 'Record quotes: one, an array or NDJSON',
    description:
      'Answered after they are committed. A quote moves the bar of its session (its date in New York); the same symbol, timestamp, price and volume again is a duplicate.',
    schemas: { response: MarketDataRecorded },
    itemSchema: Quote,
    bodyLimitBytes: MAX_BODY_BYTES,
    async handler({ raw }): Promise<MarketDataRecorded> {
      const { single, valid, errors } = check(raw.body);
      const { written, refused } = await recordQuotes(deps, valid);
      if (single && refused[0] !== undefined) throw refusedQuote(refused[0]);
      const first = valid[0]?.value.symbol.toUpperCase();
      return {
        ...envelope(deps.clock),
        ...(single && first !== undefined ? { symbol: first } : {}),
        accepted: written.accepted,
        duplicates: written.duplicates,
        errors: [...errors, ...refused].map(({ index = 0, pointer, message }) => ({
          index,
          pointer,
          message,
        })),
      };
    },
  });
}

/** In the same tick where the answer is there. */
function cached(
  { cache }: MarketDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  compute: () => Promise<unknown>,
): FastifyReply | Promise<FastifyReply> {
  const ready = cache.peek(request.url);
  if (ready !== undefined) return sendCached(request, reply, ready);
  return cache
    .getOrCompute(request.url, [MARKET_TAG], compute)
    .then((body) => sendCached(request, reply, body));
}
