import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';
import { Symbol } from './market.ts';

const Success = { status: Type.Literal('success'), timestamp: Instant };
const Labels = Type.Record(Type.String(), Type.String());
const MetricName = Type.String({ minLength: 1, maxLength: 200 });

export const AnomalyKind = Type.Enum(['daily_return', 'daily_volume', 'quote_return', 'metric'], {
  description:
    'What was judged: logarithmic returns of completed sessions, logarithms of their volumes, logarithmic changes between quotes of one session, values of a metric',
});

export const AnomaliesBody = Type.Object(
  {
    symbol: Type.Optional(Symbol),
    metric: Type.Optional(MetricName),
    labels: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Of the metric; needed where it has several sets',
      }),
    ),
    threshold: Type.Number({
      default: 0.1,
      minimum: 0.01,
      maximum: 0.5,
      description:
        'Share of points to flag: the most anomalous ones, whether or not they would raise an alarm',
    }),
  },
  { additionalProperties: false },
);
export type AnomaliesBody = Static<typeof AnomaliesBody>;

const AnomalousPoint = Type.Object({
  timestamp: Instant,
  kind: AnomalyKind,
  value: Type.Number({ description: 'Price, volume or metric' }),
  score: Type.Number({ description: '0 to 1, from what came before this point only' }),
  is_alarm: Type.Boolean({ description: 'Whether the streaming detector would have raised an alarm here' }),
  detector: Type.String(),
  statistic: Type.Union([Type.String(), Type.Null()], {
    description: 'The one that surprised most; null where none left its earlier range',
  }),
  reason: Type.String({ description: 'Which statistic, and how far outside its earlier range' }),
});

export const Anomalies = Type.Object({
  symbol: Type.Union([Type.String(), Type.Null()]),
  metric: Type.Union([Type.String(), Type.Null()]),
  labels: Labels,
  total_data_points: Type.Integer(),
  anomalies_detected: Type.Integer(),
  anomaly_rate: Type.Number({ description: 'anomalies_detected / total_data_points' }),
  anomaly_timestamps: Type.Array(Instant),
  threshold: Type.Number({ description: 'Share of points that was asked for' }),
  timestamp: Instant,
  from: Instant,
  to: Instant,
  detector: Type.String(),
  alarm_score: Type.Number({ description: 'Score from which on the streaming detector raises an alarm' }),
  points: Type.Array(AnomalousPoint, {
    description: 'The flagged points, the highest 1,000 at most, by time',
  }),
  points_omitted: Type.Integer(),
  simulated: Type.Boolean(),
});
export type Anomalies = Static<typeof Anomalies>;

export const AnomaliesAnswer = Type.Object({ ...Success, anomalies: Anomalies });
export type AnomaliesAnswer = Static<typeof AnomaliesAnswer>;

export const FoundAnomaliesQuery = Type.Object(
  {
    series: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'A symbol or a metric' })),
    source: Type.Optional(Type.Enum(['market', 'metric'])),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    limit: Type.Integer({ default: 100, minimum: 1, maximum: 1000 }),
  },
  { additionalProperties: false },
);

export const AnomalyFeedback = Type.Enum(['expected', 'not_expected']);

export const FoundAnomaly = Type.Object({
  id: Type.Integer(),
  series: Type.String({ description: 'Names the stream: symbol or metric, kind, labels' }),
  source: Type.Enum(['market', 'metric']),
  name: Type.String({ description: 'The symbol or the metric' }),
  labels: Labels,
  kind: AnomalyKind,
  timestamp: Instant,
  detected_at: Instant,
  value: Type.Number(),
  score: Type.Number(),
  threshold: Type.Number({ description: 'Score from which on a value is an anomaly' }),
  detector: Type.String(),
  statistic: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  feedback: Type.Union([AnomalyFeedback, Type.Null()]),
  feedback_at: Type.Union([Instant, Type.Null()]),
  simulated: Type.Boolean(),
});
export type FoundAnomaly = Static<typeof FoundAnomaly>;

export const FoundAnomaliesAnswer = Type.Object({
  ...Success,
  anomalies: Type.Array(FoundAnomaly, { description: 'Newest first; kept for 30 days' }),
  count: Type.Integer(),
});
export type FoundAnomaliesAnswer = Static<typeof FoundAnomaliesAnswer>;

export const AnomalyParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});

export const FeedbackBody = Type.Object({ feedback: AnomalyFeedback }, { additionalProperties: false });

export const FeedbackAnswer = Type.Object({ ...Success, anomaly: FoundAnomaly });
export type FeedbackAnswer = Static<typeof FeedbackAnswer>;
