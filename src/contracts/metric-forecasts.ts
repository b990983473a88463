import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

export const MetricForecastRequest = Type.Object(
  {
    metric: Type.String({
      pattern: '^[A-Za-z0-9_.:/-]{1,100}$',
      description: 'A stored metric, or revenue, active_users, ai_spend, load (API requests)',
    }),
    resolution: Type.Enum(['15m', 'hour', 'day', 'week', 'month'], {
      default: 'day',
      description: 'Days, weeks and months of the time zone; weeks begin on Monday',
    }),
    horizon: Type.Integer({
      minimum: 1,
      maximum: 1_000,
      default: 14,
      description: 'Steps of the resolution',
    }),
    levels: Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100 }), {
      minItems: 1,
      maxItems: 9,
      default: [80, 95],
      description: 'Shares in percent that should fall inside the intervals',
    }),
    time_zone: Type.String({ maxLength: 64, default: 'UTC', description: 'IANA name' }),
    statistic: Type.Optional(
      Type.Enum(['mean', 'sum', 'maximum', 'last'], {
        description:
          'What becomes of the samples of a step; sum for counters and mean for the rest unless told',
      }),
    ),
  },
  { additionalProperties: false },
);
export type MetricForecastRequest = Static<typeof MetricForecastRequest>;

const Band = Type.Object({ lower: Type.Number(), upper: Type.Number() });
/** Keys are levels in percent. */
const Bands = Type.Record(Type.String(), Band);

/** What forecasts made at past origins, from the values before each alone, were worth. */
export const ForecastBacktest = Type.Object({
  origins: Type.Integer(),
  n: Type.Integer({ description: 'Values forecast from all origins' }),
  skill_vs_seasonal_naive: Nullable(
    '1 − mean absolute error / that of repeating the last season (the last value where there is none)',
  ),
  mean_absolute_error: Nullable('In the unit of the metric'),
  coverage: Type.Record(
    Type.String(),
    Type.Object({ measured_coverage: Nullable('Share inside intervals of that level'), n: Type.Integer() }),
  ),
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why a figure is null' }),
});
export type ForecastBacktest = Static<typeof ForecastBacktest>;

export const MetricForecast = Type.Object({
  metric: Type.String(),
  statistic: Type.String(),
  unit: Type.Union([Type.String(), Type.Null()]),
  resolution: Type.String(),
  time_zone: Type.String(),
  as_of: Type.String({
    format: 'date-time',
    description: 'End of the last whole step, where the forecast begins',
  }),
  history: Type.Object({
    from: Instant,
    values: Type.Integer(),
    filled: Type.Integer({ description: 'Steps without a value, filled from their neighbours' }),
  }),
  seasonality: Type.Array(
    Type.Object({
      steps: Type.Integer(),
      period: Type.String(),
      correlation: Type.Number({ description: 'Autocorrelation of the changes at this distance' }),
    }),
    { description: 'What repeats; empty where nothing does' },
  ),
  points: Type.Array(
    Type.Object({ timestamp: Instant, end: Instant, mean: Type.Number(), intervals: Bands }),
  ),
  total: Type.Union([Type.Object({ mean: Type.Number(), intervals: Bands }), Type.Null()], {
    description: 'Of the whole horizon, for a sum such as a budget; null for other statistics',
  }),
  backtest: ForecastBacktest,
  simulated: Type.Boolean(),
});
export type MetricForecast = Static<typeof MetricForecast>;

export const MetricForecastAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  forecast: MetricForecast,
  meta: Type.Object({ definitions: Type.Record(Type.String(), Type.String()) }),
});
