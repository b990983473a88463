import { type Static, Type } from 'typebox';
import { CalendarDate, Instant } from './common.ts';

/** A ticker as exchanges write it: `BRK.B`, `BTC-USD`. */
export const Symbol = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9.^=/-]{0,23}$',
  description: 'Ticker symbol',
});

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

/** What `POST /analytics/market-data` takes. `volume` is the session's cumulative volume so far. */
export const Quote = Type.Object(
  {
    symbol: Symbol,
    price: Type.Number({ exclusiveMinimum: 0, maximum: 1e12, description: 'Last traded price, USD' }),
    volume: Type.Optional(Type.Number({ minimum: 0, maximum: 1e15 })),
    change: Type.Optional(Type.Number()),
    change_percent: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    low: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    open_price: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    close_price: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    timestamp: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type Quote = Static<typeof Quote>;

export const Mover = Type.Object({
  symbol: Type.String(),
  name: Type.Optional(Type.String()),
  price: Type.Number({ description: 'Close, or last price of an unfinished session, USD' }),
  change_percent: Type.Number(),
  volume: Type.Number(),
});
export type Mover = Static<typeof Mover>;

export const SectorPerformance = Type.Object({
  members: Type.Integer(),
  change_percent_equal_weight: Nullable('Mean change of the members'),
  change_percent_cap_weight: Nullable('Weighted by previous-close market cap; null where no member has one'),
  advancers: Type.Integer(),
  decliners: Type.Integer(),
  top: Type.Union([Type.String(), Type.Null()]),
  bottom: Type.Union([Type.String(), Type.Null()]),
});
export type SectorPerformance = Static<typeof SectorPerformance>;

export const MarketTrend = Type.Enum(['bullish', 'bearish', 'neutral']);

export const TrendScore = Type.Object({
  score: Nullable('Mean of the components, in [-1, 1]'),
  components: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
});

/** Market overview of one session; every figure as in the definitions. */
export const MarketOverview = Type.Object({
  date: CalendarDate,
  previous_date: Type.Union([CalendarDate, Type.Null()]),
  symbols: Type.Integer({ description: 'Symbols with a bar on both sessions' }),
  total_market_cap: Nullable('Sum of shares x close over the members, USD'),
  total_market_cap_members: Type.Integer(),
  market_trend: MarketTrend,
  trend: TrendScore,
  volatility_index: Nullable('Realised 21-day volatility of the cap-weighted index, annualised, percent'),
  advancers: Type.Integer(),
  decliners: Type.Integer(),
  unchanged: Type.Integer(),
  up_volume: Type.Number(),
  down_volume: Type.Number(),
  new_52w_highs: Type.Integer(),
  new_52w_lows: Type.Integer(),
  percent_above_sma50: Nullable('Share of symbols with a defined SMA(50) that close above it'),
  percent_above_sma200: Nullable('Share of symbols with a defined SMA(200) that close above it'),
  index_change_percent_cap_weight: Nullable('Change of the cap-weighted index'),
  index_change_percent_equal_weight: Nullable('Mean change of all symbols'),
  realised_volatility_21d: Nullable('Annualised, percent'),
  realised_volatility_63d: Nullable('Annualised, percent'),
  top_gainers: Type.Array(Mover),
  top_losers: Type.Array(Mover),
  most_active_by_volume: Type.Array(Mover),
  most_active_by_dollar_volume: Type.Array(Mover),
  sector_performance: Type.Record(Type.String(), SectorPerformance),
  rsi14_distribution: Type.Record(Type.String(), Type.Integer()),
  macd_signals: Type.Record(Type.String(), Type.Integer()),
  bollinger: Type.Record(Type.String(), Type.Integer()),
  moving_averages: Type.Record(Type.String(), Type.Integer()),
});
export type MarketOverview = Static<typeof MarketOverview>;

/** How far an answer can be trusted: its time, its source and its coverage. */
export const MarketMeta = Type.Object({
  as_of: Type.Union([CalendarDate, Type.Null()]),
  stale: Type.Boolean({ description: 'The last session is older than the last completed weekday' }),
  source: Type.Array(Type.String()),
  simulated: Type.Boolean(),
  coverage: Type.Object({
    symbols: Type.Integer(),
    with_bar: Type.Integer(),
    with_market_cap: Type.Integer(),
  }),
  definitions: Type.Record(Type.String(), Type.String()),
  notes: Type.Array(Type.String()),
});
export type MarketMeta = Static<typeof MarketMeta>;

export const OverviewQuery = Type.Object(
  {
    as_of: Type.Optional(CalendarDate),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Rows in each list' }),
    min_dollar_volume: Type.Number({
      minimum: 0,
      default: 0,
      description: 'Liquidity filter of the lists, USD',
    }),
  },
  { additionalProperties: false },
);
export type OverviewQuery = Static<typeof OverviewQuery>;

const Envelope = { status: Type.Literal('success'), timestamp: Instant };

export const OverviewAnswer = Type.Object({ ...Envelope, market_overview: MarketOverview, meta: MarketMeta });
export type OverviewAnswer = Static<typeof OverviewAnswer>;

/** One row of the bars answer; prices in USD. */
export const Bar = Type.Object({
  date: Type.String({ description: 'Session date' }),
  open: Type.Number(),
  high: Type.Number(),
  low: Type.Number(),
  close: Type.Number(),
  volume: Type.Number(),
});
export type Bar = Static<typeof Bar>;

export const BarsQuery = Type.Object(
  {
    as_of: Type.Optional(CalendarDate),
    start_date: Type.Optional(CalendarDate),
    end_date: Type.Optional(CalendarDate),
    adjustment: Type.Enum(['raw', 'splits', 'all'], {
      default: 'raw',
      description: 'raw: as traded; splits: restated for later splits; all: for splits and dividends',
    }),
    limit: Type.Integer({ minimum: 1, maximum: 20_000, default: 5_000 }),
  },
  { additionalProperties: false },
);
export type BarsQuery = Static<typeof BarsQuery>;

export const BarsAnswer = Type.Object({
  ...Envelope,
  symbol: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  sector: Type.Union([Type.String(), Type.Null()]),
  adjustment: Type.String(),
  bars: Type.Array(Bar),
  truncated: Type.Boolean({ description: 'Older bars were left out by `limit`' }),
  meta: MarketMeta,
});
export type BarsAnswer = Static<typeof BarsAnswer>;

export const TrendsQuery = Type.Object(
  {
    symbol: Type.Optional(Symbol),
    timeframe: Type.Enum(['1h', '1d', '1w', '1m'], { default: '1d', description: '1m is a month' }),
    as_of: Type.Optional(CalendarDate),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 60, description: 'Periods, newest last' }),
  },
  { additionalProperties: false },
);
export type TrendsQuery = Static<typeof TrendsQuery>;

/** One period of a symbol, or of the cap-weighted index (base 100) where no symbol is asked for. */
export const TrendPoint = Type.Object({
  date: Type.String(),
  close: Type.Number(),
  change_percent: Nullable('Against the previous period'),
  volume: Type.Number(),
});

export const TrendsAnswer = Type.Object({
  ...Envelope,
  timeframe: Type.String(),
  market_trends: Type.Object({
    symbol: Type.Union([Type.String(), Type.Null()]),
    trend: MarketTrend,
    score: Nullable('Trend score in [-1, 1]'),
    components: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
    points: Type.Array(TrendPoint),
  }),
  meta: MarketMeta,
});
export type TrendsAnswer = Static<typeof TrendsAnswer>;

export const SymbolsQuery = Type.Object(
  {
    search: Type.String({ maxLength: 100, default: '', description: 'Begins a symbol or a word of a name' }),
    limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 20 }),
  },
  { additionalProperties: false },
);
export type SymbolsQuery = Static<typeof SymbolsQuery>;

export const SymbolParams = Type.Object({ symbol: Symbol }, { additionalProperties: false });

/** An instrument the platform has heard of. */
export const SymbolMatch = Type.Object({
  symbol: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  sector: Type.Union([Type.String(), Type.Null()]),
  asset_class: Type.String(),
  simulated: Type.Boolean(),
});
export type SymbolMatch = Static<typeof SymbolMatch>;

export const SymbolsAnswer = Type.Object({
  ...Envelope,
  symbols: Type.Array(SymbolMatch),
  count: Type.Integer({ description: 'Instruments in all' }),
});
export type SymbolsAnswer = Static<typeof SymbolsAnswer>;

/** `data` of the market_analytics dashboard. */
export const MarketDashboard = Type.Object({
  market_overview: Type.Object({
    total_market_cap: Nullable('USD'),
    market_trend: MarketTrend,
    volatility_index: Nullable('Percent'),
    sector_performance: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
  }),
  stock_analytics: Type.Object({
    top_gainers: Type.Array(Mover),
    top_losers: Type.Array(Mover),
    most_active: Type.Array(Mover),
    sector_analysis: Type.Record(Type.String(), SectorPerformance),
  }),
  crypto_analytics: Type.Object({
    total_crypto_market_cap: Nullable('USD'),
    crypto_trend: Type.Union([MarketTrend, Type.Null()]),
    top_crypto_gainers: Type.Array(Mover),
    crypto_volatility: Nullable('Percent'),
    reason: Type.Optional(Type.String({ description: 'Why the figures are null' })),
  }),
  technical_indicators: Type.Object({
    rsi_distribution: Type.Record(Type.String(), Type.Integer()),
    macd_signals: Type.Record(Type.String(), Type.Integer()),
    bollinger_bands: Type.Record(Type.String(), Type.Integer()),
    moving_averages: Type.Record(Type.String(), Type.Integer()),
  }),
  breadth: Type.Object({
    advancers: Type.Integer(),
    decliners: Type.Integer(),
    unchanged: Type.Integer(),
    up_volume: Type.Number(),
    down_volume: Type.Number(),
    new_52w_highs: Type.Integer(),
    new_52w_lows: Type.Integer(),
    percent_above_sma50: Nullable('Percent'),
    percent_above_sma200: Nullable('Percent'),
  }),
  meta: MarketMeta,
});
export type MarketDashboard = Static<typeof MarketDashboard>;
