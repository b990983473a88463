import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { DAY_MS, type Day } from '../bars.ts';
import { sessionDayOf } from '../session-date.ts';
import { type FeedBar, FeedError, type FeedQuote, type MarketDataFeed } from './feed.ts';
import { createFeedApi, type FeedApi } from './feed-api.ts';
import { openFeedSocket } from './feed-socket.ts';
import { createSessionVolume, type SessionVolume } from './session-volume.ts';

export interface BinanceOptions {
  /** Of the market data API: `https://data-api.binance.vision` unless a mirror is used. */
  readonly apiUrl: string;
  /** Of the streams: `wss://data-stream.binance.vision`. */
  readonly streamUrl: string;
  readonly now: () => number;
}

/** The vendor allows 6,000 weight a minute and a page of klines weighs 2; others may share our address. */
const REQUESTS_PER_MINUTE = 600;
const PAGE = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const INTERVAL_MS = { '1m': MINUTE_MS, '1h': HOUR_MS } as const;

/** Open time, open, high, low, close, volume, and more that is not needed. */
const Klines = Type.Array(Type.Array(Type.Union([Type.Integer(), Type.String()]), { minItems: 6 }));

const KlineMessage = Type.Object({
  data: Type.Object({
    e: Type.Literal('kline'),
    E: Type.Integer(),
    s: Type.String(),
    k: Type.Object({ t: Type.Integer(), c: Type.String(), v: Type.String() }),
  }),
});
const isKline = Compile(KlineMessage);

interface Kline {
  readonly startMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In coins. */
  readonly volume: number;
}

/**
 * Crypto currencies of Binance's public market data; no key. Prices in USDT are taken as USD. Written from
 * the vendor's documentation of "Market Data endpoints" and "WebSocket Streams" of the spot API.
 */
export function createBinanceFeed({ apiUrl, streamUrl, now }: BinanceOptions): MarketDataFeed {
  const name = 'binance';
  const api = createFeedApi({ name, baseUrl: apiUrl, requestsPerMinute: REQUESTS_PER_MINUTE });
  return {
    name,
    assetClass: 'crypto',
    async *quotes(symbols, signal) {
      const oursOf = new Map(symbols.map((symbol) => [pairOf(symbol), symbol]));
      const streams = [...oursOf.keys()].map((pair) => `${pair.toLowerCase()}@kline_1m`);
      await using socket = openFeedSocket(name, `${streamUrl}/stream?streams=${streams.join('/')}`, signal);
      const volumes = createSessionVolume();
      for (const [pair, symbol] of oursOf) await tellSession(api, pair, symbol, volumes, now(), signal);
      for await (const message of socket.messages) {
        const quote = isKline.Check(message) ? readQuote(message, oursOf, volumes) : undefined;
        if (quote !== undefined) yield [quote];
      }
    },
    async *bars(symbols, from, to, signal) {
      for (const symbol of symbols) yield* sessionsOf(api, symbol, from, to, signal);
    },
  };
}

/** `BTC-USD` is traded as BTCUSDT. */
function pairOf(symbol: string): string {
  const [, coin] = /^([A-Z0-9]{1,20})-USD$/.exec(symbol) ?? [];
  if (coin !== undefined) return `${coin}USDT`;
  throw new FeedError({
    what: `binance has no "${symbol}".`,
    why: 'It trades crypto currencies.',
    fix: 'Write them as BTC-USD or ETH-USD.',
    retryable: false,
  });
}

function readQuote(
  { data }: Static<typeof KlineMessage>,
  oursOf: ReadonlyMap<string, string>,
  volumes: SessionVolume,
): FeedQuote | undefined {
  const symbol = oursOf.get(data.s);
  const price = Number(data.k.c);
  const volume = Number(data.k.v);
  if (symbol === undefined || !(price > 0) || !(volume >= 0)) return undefined;
  return {
    symbol,
    price,
    volume: volumes.add(symbol, data.k.t, volume),
    timestamp: new Date(data.E).toISOString(),
  };
}

/** What was traded in the session before we listened, so that its volume is whole. */
async function tellSession(
  api: FeedApi,
  pair: string,
  symbol: string,
  volumes: SessionVolume,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  const session = sessionDayOf(nowMs);
  for await (const { startMs, volume } of klines(api, pair, '1m', nowMs - DAY_MS - HOUR_MS, nowMs, signal))
    if (sessionDayOf(startMs) === session) volumes.add(symbol, startMs, volume);
}

/** Binance's own days begin at midnight UTC and ours in New York, so sessions are made of hours. */
async function* sessionsOf(
  api: FeedApi,
  symbol: string,
  from: Day,
  to: Day,
  signal: AbortSignal,
): AsyncGenerator<FeedBar> {
  const hours = klines(api, pairOf(symbol), '1h', from * DAY_MS, (to + 2) * DAY_MS, signal);
  let bar: FeedBar | undefined;
  for await (const hour of hours) {
    const day = sessionDayOf(hour.startMs);
    if (day < from || day > to) continue;
    if (bar !== undefined && bar.day !== day) yield bar;
    bar = bar?.day === day ? extended(bar, hour) : { symbol, day, ...prices(hour), split: 1, dividend: 0 };
  }
  if (bar !== undefined) yield bar;
}

function prices({ open, high, low, close, volume }: Kline) {
  return { open, high, low, close, volume };
}

function extended(bar: FeedBar, { high, low, close, volume }: Kline): FeedBar {
  return {
    ...bar,
    high: Math.max(bar.high, high),
    low: Math.min(bar.low, low),
    close,
    volume: bar.volume + volume,
  };
}

async function* klines(
  api: FeedApi,
  pair: string,
  interval: keyof typeof INTERVAL_MS,
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): AsyncGenerator<Kline> {
  for (let startTime = fromMs; startTime <= toMs; ) {
    const query = { symbol: pair, interval, startTime, endTime: toMs, limit: PAGE };
    const page = (await api.get('/api/v3/klines', query, Klines, signal)).map(readKline);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    startTime = last.startMs + INTERVAL_MS[interval];
  }
}

function readKline(row: readonly (string | number)[]): Kline {
  const [
    startMs = Number.NaN,
    open = Number.NaN,
    high = Number.NaN,
    low = Number.NaN,
    close = Number.NaN,
    volume,
  ] = row.map(Number);
  return { startMs, open, high, low, close, volume: volume ?? Number.NaN };
}
