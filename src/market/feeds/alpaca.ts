import { Type } from 'typebox';
import { dateOf, dayOf } from '../bars.ts';
import { type CorporateActions, corporateActions } from './alpaca-actions.ts';
import { isAuthenticated, readAlpacaMessages } from './alpaca-stream.ts';
import { type FeedBar, FeedError, type FeedNews, type MarketDataFeed } from './feed.ts';
import { createFeedApi, type FeedApi } from './feed-api.ts';
import { openFeedSocket } from './feed-socket.ts';

export interface AlpacaOptions {
  readonly keyId: string;
  readonly secretKey: string;
  /** `https://data.alpaca.markets` */
  readonly apiUrl: string;
  /** With the plan's source: `wss://stream.data.alpaca.markets/v2/iex`, or `…/sip` where it is paid for. */
  readonly streamUrl: string;
  readonly now: () => number;
}

/** Of the free plan. */
const REQUESTS_PER_MINUTE = 200;
const PAGE = 10_000;
const NEWS_PAGE = 50;

const Bars = Type.Object({
  bars: Type.Record(
    Type.String(),
    Type.Array(
      Type.Object({
        t: Type.String(),
        o: Type.Number(),
        h: Type.Number(),
        l: Type.Number(),
        c: Type.Number(),
        v: Type.Number(),
      }),
    ),
  ),
  next_page_token: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

const News = Type.Object({
  news: Type.Array(
    Type.Object({
      headline: Type.String(),
      summary: Type.String(),
      created_at: Type.String(),
      symbols: Type.Array(Type.String()),
      url: Type.String(),
    }),
  ),
});

/**
 * US equities from Alpaca's market data API v2; needs a key. Written from the vendor's documentation of historical
 * bars, corporate actions, news and the real-time stock stream.
 */
export function createAlpacaFeed({
  keyId,
  secretKey,
  apiUrl,
  streamUrl,
  now,
}: AlpacaOptions): MarketDataFeed {
  const name = 'alpaca';
  const headers = { 'apca-api-key-id': keyId, 'apca-api-secret-key': secretKey };
  const api = createFeedApi({ name, baseUrl: apiUrl, headers, requestsPerMinute: REQUESTS_PER_MINUTE });
  return {
    name,
    assetClass: 'equity',
    async *quotes(symbols, signal) {
      await using socket = openFeedSocket(name, streamUrl, signal);
      socket.send({ action: 'auth', key: keyId, secret: secretKey });
      for await (const message of socket.messages) {
        if (isAuthenticated(message))
          socket.send({ action: 'subscribe', trades: symbols, dailyBars: symbols });
        const quotes = readAlpacaMessages(message, now());
        if (quotes.length > 0) yield quotes;
      }
    },
    async *bars(symbols, from, to, signal) {
      const actions = await corporateActions(api, symbols, from, to, signal);
      yield* tradedBars(api, { symbols, start: dateOf(from), end: dateOf(to) }, actions, signal);
    },
    news: (symbols, limit, signal) => latestNews(api, symbols, limit, signal),
  };
}

interface BarsWanted {
  readonly symbols: readonly string[];
  readonly start: string;
  readonly end: string;
}

async function* tradedBars(
  api: FeedApi,
  { symbols, start, end }: BarsWanted,
  actions: CorporateActions,
  signal: AbortSignal,
): AsyncGenerator<FeedBar> {
  const query = { symbols: symbols.join(','), timeframe: '1Day', adjustment: 'raw', start, end, limit: PAGE };
  let pageToken: string | null | undefined;
  do {
    const page = await api.get(
      '/v2/stocks/bars',
      { ...query, ...(pageToken == null ? {} : { page_token: pageToken }) },
      Bars,
      signal,
    );
    for (const [symbol, bars] of Object.entries(page.bars))
      for (const { t, o: open, h: high, l: low, c: close, v: volume } of bars) {
        const day = dayOf(t.slice(0, 10));
        yield { symbol, day, open, high, low, close, volume, ...actions.on(symbol, day) };
      }
    pageToken = page.next_page_token;
  } while (pageToken != null);
}

async function latestNews(
  api: FeedApi,
  symbols: readonly string[],
  limit: number,
  signal: AbortSignal,
): Promise<FeedNews[]> {
  if (limit > NEWS_PAGE)
    throw new FeedError({
      what: `${limit} news are too many.`,
      why: `alpaca gives ${NEWS_PAGE} at most.`,
      fix: `Ask for ${NEWS_PAGE} or fewer.`,
      retryable: false,
    });
  const query = { symbols: symbols.join(','), limit, sort: 'desc' };
  const { news } = await api.get('/v1beta1/news', query, News, signal);
  return news.map((item) => ({
    title: item.headline,
    content: item.summary,
    symbols: item.symbols,
    published_at: item.created_at,
    url: item.url,
  }));
}
