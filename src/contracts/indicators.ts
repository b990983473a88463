import { type Static, Type } from 'typebox';
import { CalendarDate, Instant } from './common.ts';
import { MarketMeta, MarketTrend } from './market.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

export const IndicatorsQuery = Type.Object(
  {
    timeframe: Type.Enum(['1h', '1d', '1w', '1m'], {
      default: '1d',
      description: 'Length of a bar; 1h is made of posted quotes, 1m is a month',
    }),
    indicators: Type.Optional(
      Type.String({
        maxLength: 1_000,
        description:
          'Names with parameters, e.g. sma(50),rsi,macd(12,26,9); the customary ones unless given. There are sma, ema, wma, rsi, macd, bollinger, atr, stochastic, adx, obv, vwap, vwap_rolling, cci, williams_r, mfi, roc',
      }),
    ),
    as_of: Type.Optional(CalendarDate),
    start_date: Type.Optional(CalendarDate),
    end_date: Type.Optional(CalendarDate),
    limit: Type.Integer({ minimum: 1, maximum: 20_000, default: 252, description: 'Bars, the newest' }),
  },
  { additionalProperties: false },
);
export type IndicatorsQuery = Static<typeof IndicatorsQuery>;

export const IndicatorReading = Type.Object({
  state: Type.Enum([
    'bullish',
    'bearish',
    'neutral',
    'overbought',
    'oversold',
    'strong',
    'weak',
    'rising',
    'falling',
  ]),
  text: Type.String(),
});

/** One indicator over the bars shown; `null` while it is undefined. */
export const Indicator = Type.Object({
  id: Type.String({ description: 'As one asks for it, e.g. macd(12,26,9)' }),
  name: Type.String(),
  title: Type.String(),
  parameters: Type.Record(Type.String(), Type.Number()),
  overlay: Type.Boolean({ description: 'Its values are prices, to be drawn over them' }),
  series: Type.Record(Type.String(), Type.Array(Type.Union([Type.Number(), Type.Null()]))),
  latest: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
  reading: Type.Union([IndicatorReading, Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why the latest values are null' }),
});
export type Indicator = Static<typeof Indicator>;

export const IndicatorsAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  symbol: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  timeframe: Type.String(),
  adjustment: Type.Literal('splits'),
  dates: Type.Array(Type.String({ description: 'Last session of each bar, or the start of the hour' })),
  close: Type.Array(Type.Number()),
  indicators: Type.Array(Indicator),
  trend: Type.Object(
    {
      state: MarketTrend,
      score: Nullable('Mean of the defined components, in [-1, 1]'),
      components: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
    },
    { description: 'Of the daily bars, whatever the timeframe' },
  ),
  truncated: Type.Boolean({ description: 'Older bars were left out by `limit`' }),
  meta: MarketMeta,
});
export type IndicatorsAnswer = Static<typeof IndicatorsAnswer>;
