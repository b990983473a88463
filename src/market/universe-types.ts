import type { BarColumns, Day, DayBar, Instrument, SymbolBars } from './bars.ts';

/** Why there is no answer: nothing is loaded, the symbol has no bars, or the day lies before the first session. */
export interface NoMarketData {
  readonly kind: 'no-market-data';
  readonly reason: 'empty' | 'before-first-session' | 'unknown-symbol';
  readonly firstDate: string | null;
}

export type TrendState = 'bullish' | 'bearish' | 'neutral';

/** Trend components in [-1, 1]; null where undefined. */
export interface TrendComponents {
  readonly priceVsSma200: number | null;
  readonly sma50VsSma200: number | null;
  readonly slope63d: number | null;
  readonly breadth50: number | null;
  readonly advanceDecline10d: number | null;
}

export interface Trend {
  readonly trend: TrendState;
  readonly score: number | null;
  readonly components: TrendComponents;
}

/** One row of a list; `price` is the close, in USD. */
export interface Mover {
  readonly symbol: string;
  readonly name: string | null;
  readonly price: number;
  readonly changePercent: number;
  readonly volume: number;
}

export interface SectorPerformance {
  readonly members: number;
  readonly changePercentEqualWeight: number | null;
  readonly changePercentCapWeight: number | null;
  readonly advancers: number;
  readonly decliners: number;
  readonly top: string | null;
  readonly bottom: string | null;
}

/** Market overview of one session; fields as `MarketOverview` of the wire contract, lists and maps keyed alike. */
export interface Overview {
  readonly date: string;
  readonly previousDate: string | null;
  readonly symbols: number;
  readonly totalMarketCap: number | null;
  readonly totalMarketCapMembers: number;
  readonly trend: Trend;
  readonly advancers: number;
  readonly decliners: number;
  readonly unchanged: number;
  readonly upVolume: number;
  readonly downVolume: number;
  readonly new52wHighs: number;
  readonly new52wLows: number;
  readonly percentAboveSma50: number | null;
  readonly percentAboveSma200: number | null;
  readonly indexChangePercentCapWeight: number | null;
  readonly indexChangePercentEqualWeight: number | null;
  readonly realisedVolatility21d: number | null;
  readonly realisedVolatility63d: number | null;
  readonly topGainers: readonly Mover[];
  readonly topLosers: readonly Mover[];
  readonly mostActiveByVolume: readonly Mover[];
  readonly mostActiveByDollarVolume: readonly Mover[];
  readonly sectorPerformance: Readonly<Record<string, SectorPerformance>>;
  readonly rsi14Distribution: Readonly<Record<'n' | '<30' | '30-50' | '50-70' | '>=70', number>>;
  readonly macdSignals: Readonly<
    Record<'n' | 'bullish_cross' | 'bearish_cross' | 'above_signal' | 'below_signal', number>
  >;
  readonly bollinger: Readonly<Record<'n' | 'above_upper' | 'inside' | 'below_lower', number>>;
  readonly movingAverages: Readonly<Record<'golden_cross' | 'death_cross' | 'n200', number>>;
  /** Instruments of the asset class, those with a bar in this session, those with a market cap in it. */
  readonly coverage: { readonly symbols: number; readonly withBar: number; readonly withMarketCap: number };
}

export interface OverviewOptions {
  /** Rows in each list. */
  readonly limit: number;
  /** Liquidity filter of the lists, USD traded in the session. */
  readonly minDollarVolume: number;
}

/** Percent; what has no bar in the session and in the one before is left out. */
export interface SessionChange {
  /** The session's. */
  readonly day: Day;
  readonly changePercent: number;
  readonly simulated: boolean;
}

/** The overview's definitions over asset class `crypto`; null with a `reason` where there is nothing. */
export interface CryptoAnalytics {
  readonly totalCryptoMarketCap: number | null;
  readonly cryptoTrend: TrendState | null;
  readonly topCryptoGainers: readonly Mover[];
  readonly cryptoVolatility: number | null;
  readonly reason: string | null;
}

/** raw: as traded; splits: restated for later splits; all: for splits and dividends. */
export type Adjustment = 'raw' | 'splits' | 'all';

export interface AdjustedBars extends BarColumns {
  readonly symbol: string;
  readonly days: Int32Array;
}

export type Timeframe = '1d' | '1w' | '1m';

/** One period: its last session, closing level, change against the period before, volume. */
export interface TrendPoint {
  readonly date: string;
  readonly close: number;
  readonly changePercent: number | null;
  readonly volume: number;
}

export interface MarketTrends extends Trend {
  readonly symbol: string | null;
  readonly points: readonly TrendPoint[];
}

/**
 * All daily bars of all instruments in memory, with what makes every session's overview fast. It owns the arrays
 * given to it. Days: see `Day`; an `asOf` of undefined is the latest session. No answer knows of anything after `asOf`.
 */
export interface Universe {
  /** Grows with every change: part of a cache key. */
  readonly revision: number;
  readonly instruments: readonly Instrument[];
  instrument(symbol: string): Instrument | undefined;
  /** Adds or replaces instruments; their bars stay. */
  updateInstruments(instruments: readonly Instrument[]): void;
  /** Forgets instruments and their bars. */
  removeInstruments(symbols: readonly string[]): void;
  /** Replaces the whole history of a symbol; without an instrument it counts as an equity of unknown sector. */
  replaceBars(bars: SymbolBars): void;
  /** Replaces or appends the last bar at the cost of one session; false where `bar.day` is before the last one. */
  updateLastBar(symbol: string, bar: DayBar): boolean;
  /** Last session of the equities on or before a day. */
  session(asOf?: Day): Day | undefined;
  overview(
    asOf: Day | undefined,
    options: OverviewOptions,
  ): { kind: 'overview'; overview: Overview } | NoMarketData;
  crypto(asOf: Day | undefined, options: OverviewOptions): CryptoAnalytics;
  /** By symbol, how its price has changed in the session of its own asset class. */
  sessionChanges(asOf?: Day): Map<string, SessionChange>;
  /** Periods, newest last, and the trend of a symbol, or of the cap-weighted index (base 100) for null. */
  trends(
    symbol: string | null,
    timeframe: Timeframe,
    asOf: Day | undefined,
    limit: number,
  ): { kind: 'trends'; trends: MarketTrends } | NoMarketData;
  /** Bars up to `asOf`, restated as of that day. */
  bars(
    symbol: string,
    adjustment: Adjustment,
    asOf?: Day,
  ): { kind: 'bars'; bars: AdjustedBars } | NoMarketData;
}
