import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';
import { Symbol } from './market.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

/** What `POST /analytics/predictions/price` and the channel's `request_prediction` take. */
export const PricePredictionRequest = Type.Object(
  {
    symbol: Symbol,
    horizon_hours: Type.Integer({
      minimum: 1,
      maximum: 168,
      default: 24,
      description: '24 are one session; days without a session do not count',
    }),
  },
  { additionalProperties: false },
);
export type PricePredictionRequest = Static<typeof PricePredictionRequest>;

/** An estimate with its 95 % interval; null where too few forecasts have matured to give one. */
export const Skill = Type.Union([
  Type.Object({ value: Type.Number(), lower: Type.Number(), upper: Type.Number() }),
  Type.Null(),
]);
export type Skill = Static<typeof Skill>;

export const PredictionInterval = Type.Object({
  level: Type.Number(),
  lower: Type.Number(),
  upper: Type.Number(),
  measured_coverage: Nullable('Share of past outcomes inside such intervals'),
  n: Type.Integer({ description: 'Past forecasts that was measured on' }),
});

export const PriceModelForecast = Type.Object({
  name: Type.String(),
  description: Type.String(),
  predicted_price: Type.Number(),
  weight: Type.Number({ description: 'Share in the predicted price; 0 where no skill was demonstrated' }),
  skill_vs_naive: Skill,
});

export const PricePrediction = Type.Object({
  symbol: Type.String(),
  current_price: Type.Number({ description: 'Last close, or last price of a session under way, USD' }),
  predicted_price: Type.Number(),
  price_change: Type.Number(),
  price_change_percent: Type.Number(),
  confidence: Type.Number({ description: 'max(p_up, 1 − p_up): a calibrated probability of the direction' }),
  p_up: Type.Number({ description: 'Probability of a close above the current price' }),
  base_rate: Type.Number({ description: 'How often such closes were above of late' }),
  horizon_hours: Type.Integer(),
  horizon_sessions: Type.Integer({
    description: 'It is for the close this many sessions after the one of current_price; 0 is its own close',
  }),
  as_of: Instant,
  target_time: Instant,
  intervals: Type.Array(PredictionInterval),
  volatility: Type.Object({
    daily: Type.Number({ description: 'Standard deviation of the next session’s log return' }),
    horizon: Type.Number({ description: 'Of the log return up to target_time' }),
    annualised: Type.Number(),
    models: Type.Record(Type.String(), Type.Number(), { description: 'Share of each model' }),
  }),
  models: Type.Array(PriceModelForecast),
  skill_vs_naive: Skill,
  direction_skill: Skill,
  calibration_error: Nullable('Mean distance between said and seen frequency of rises'),
  n_backtest: Type.Integer(),
  reason: Type.Union([Type.Enum(['no-demonstrated-skill', 'constant-price']), Type.Null()]),
  simulated: Type.Boolean(),
  timestamp: Instant,
});
export type PricePrediction = Static<typeof PricePrediction>;

export const PricePredictionAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  prediction: PricePrediction,
  meta: Type.Object({ definitions: Type.Record(Type.String(), Type.String()) }),
});
export type PricePredictionAnswer = Static<typeof PricePredictionAnswer>;

export const ScorecardQuery = Type.Object(
  { horizon_hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })) },
  { additionalProperties: false },
);
export type ScorecardQuery = Static<typeof ScorecardQuery>;

/** Of one model and horizon; what belongs to the combined forecast only is null for the others. */
export const ModelScore = Type.Object({
  model: Type.String({ description: '"combined" is what was served' }),
  horizon_hours: Type.Integer(),
  n: Type.Integer(),
  coverage: Type.Union([
    Type.Array(Type.Object({ level: Type.Number(), measured: Type.Number(), n: Type.Integer() })),
    Type.Null(),
  ]),
  calibration: Type.Union([
    Type.Object({
      error: Type.Number(),
      bins: Type.Array(
        Type.Object({
          from: Type.Number(),
          to: Type.Number(),
          n: Type.Integer(),
          said: Type.Number({ description: 'Mean p_up' }),
          seen: Type.Number({ description: 'Share of rises' }),
        }),
      ),
    }),
    Type.Null(),
  ]),
  brier: Nullable('Mean squared error of p_up'),
  base_brier: Nullable('That of the base rate of each forecast'),
  brier_skill: Nullable('1 − brier / base_brier'),
  mean_absolute_error: Type.Number({ description: 'Of the log return' }),
  random_walk_mean_absolute_error: Type.Number(),
  rmse_vs_random_walk: Nullable('Root mean squared error / that of "no change"'),
  first_at: Instant,
  last_at: Instant,
});
export type ModelScore = Static<typeof ModelScore>;

export const PredictionScorecard = Type.Object({
  models: Type.Union([Type.Array(ModelScore), Type.Null()]),
  reason: Type.Union([Type.Literal('nothing-matured'), Type.Null()]),
  waiting: Type.Integer({
    description: 'Predictions whose horizon has not passed, or whose close is not known',
  }),
  next_due: Type.Union([Instant, Type.Null()]),
  simulated: Type.Boolean(),
});
export type PredictionScorecard = Static<typeof PredictionScorecard>;

export const PredictionScorecardAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  scorecard: PredictionScorecard,
});

/** What is known of one model that can be asked. */
export const AvailableModel = Type.Object({
  name: Type.String(),
  description: Type.String(),
  predicts: Type.Enum(['price', 'anomalies']),
});
export type AvailableModel = Static<typeof AvailableModel>;
