import { type Static, Type } from 'typebox';
import { CalendarDate, Instant } from './common.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
const Success = { status: Type.Literal('success'), timestamp: Instant };

/** Dates are inclusive local days; the period they make is half-open, [start of start_date, end of end_date). */
export const PeriodQuery = Type.Object(
  {
    start_date: Type.Optional(CalendarDate),
    end_date: Type.Optional(CalendarDate),
    time_zone: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_+/-]{1,64}$', description: 'IANA time zone; UTC unless told' }),
    ),
    goal: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_.:/-]{1,100}$',
        description: 'Event that converts; purchase unless told',
      }),
    ),
  },
  { additionalProperties: false },
);
export type PeriodQuery = Static<typeof PeriodQuery>;

export const Period = Type.Object({
  start_date: CalendarDate,
  end_date: CalendarDate,
  time_zone: Type.String(),
  from: Instant,
  to: Instant,
  days: Type.Integer(),
  previous: Type.Object({ start_date: CalendarDate, end_date: CalendarDate, from: Instant, to: Instant }),
});
export type Period = Static<typeof Period>;

/** What every answer made of stored events says about itself. */
export const AnalyticsMeta = Type.Object({
  as_of: Instant,
  stale: Type.Boolean({ description: 'Some committed events are not in the user figures yet' }),
  source: Type.String(),
  simulated: Type.Boolean({ description: 'Demo events are among the figures' }),
  coverage: Type.Object({
    first_event: Type.Union([Instant, Type.Null()]),
    last_event: Type.Union([Instant, Type.Null()]),
    pending_events: Type.Integer(),
  }),
  definitions: Type.Record(Type.String(), Type.String()),
});
export type AnalyticsMeta = Static<typeof AnalyticsMeta>;

export const RevenueMetrics = Type.Object({
  total_revenue: Type.Number({ description: 'USD, refunds subtracted' }),
  previous_revenue: Type.Number(),
  revenue_growth: Nullable('Percent against the previous period'),
  revenue_per_user: Nullable('USD per known user'),
  revenue_per_active_user: Nullable('USD per active user'),
  revenue_per_paying_user: Nullable('USD per user with a positive payment'),
  paying_users: Type.Integer(),
  revenue_trend: Type.Array(Type.Number(), { description: 'USD per local day, oldest first' }),
});
export type RevenueMetrics = Static<typeof RevenueMetrics>;

export const UserMetrics = Type.Object({
  total_users: Type.Integer(),
  active_users: Type.Integer(),
  new_users: Type.Integer(),
  previous_active_users: Type.Integer(),
  previous_new_users: Type.Integer(),
  active_users_growth: Nullable('Percent against the previous period'),
  user_retention: Nullable('Percent of the previous period’s active users who were active again'),
  active_share: Nullable('Active users, percent of all'),
});
export type UserMetrics = Static<typeof UserMetrics>;

export const EngagementMetrics = Type.Object({
  sessions: Type.Integer(),
  session_duration: Nullable('Mean minutes'),
  page_views: Type.Integer(),
  bounce_rate: Nullable('Percent'),
  conversion_rate: Nullable('Percent of active users'),
  converting_users: Type.Integer(),
  goal: Type.String(),
});
export type EngagementMetrics = Static<typeof EngagementMetrics>;

export const FinancialMetrics = Type.Object({
  portfolio_value: Nullable('Latest posted, USD'),
  trading_volume: Nullable('Sum of |amount| of trade events in the period, USD'),
  profit_loss: Nullable('Latest posted, USD'),
  risk_metrics: Type.Record(Type.String(), Type.Number()),
  reasons: Type.Record(Type.String(), Type.String(), { description: 'Why a figure is null' }),
});
export type FinancialMetrics = Static<typeof FinancialMetrics>;

export const BusinessIntelligence = Type.Object({
  revenue_metrics: RevenueMetrics,
  user_metrics: UserMetrics,
  engagement_metrics: EngagementMetrics,
  financial_metrics: FinancialMetrics,
  period: Period,
  meta: AnalyticsMeta,
});
export type BusinessIntelligence = Static<typeof BusinessIntelligence>;

export const RevenueAnalytics = Type.Object({
  ...RevenueMetrics.properties,
  refunds: Type.Number({ description: 'USD, negative' }),
  purchases: Type.Integer({ description: 'Revenue events above zero' }),
  average_purchase: Nullable('USD'),
  by_day: Type.Array(
    Type.Object({ date: CalendarDate, revenue: Type.Number(), revenue_events: Type.Integer() }),
  ),
  by_type: Type.Array(
    Type.Object({ event_type: Type.String(), revenue: Type.Number(), revenue_events: Type.Integer() }),
  ),
});
export type RevenueAnalytics = Static<typeof RevenueAnalytics>;

export const RevenueAnswer = Type.Object({
  ...Success,
  revenue_analytics: RevenueAnalytics,
  period: Period,
  meta: AnalyticsMeta,
});
export type RevenueAnswer = Static<typeof RevenueAnswer>;

export const UserAnalytics = Type.Object({
  ...UserMetrics.properties,
  ...EngagementMetrics.properties,
  by_day: Type.Array(
    Type.Object({
      date: CalendarDate,
      active_users: Type.Integer(),
      new_users: Type.Integer(),
      sessions: Type.Integer(),
      page_views: Type.Integer(),
    }),
  ),
});
export type UserAnalytics = Static<typeof UserAnalytics>;

export const UsersAnswer = Type.Object({
  ...Success,
  user_analytics: UserAnalytics,
  period: Period,
  meta: AnalyticsMeta,
});
export type UsersAnswer = Static<typeof UsersAnswer>;

export const RealtimeQuery = Type.Object(
  {
    metrics: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        maxItems: 200,
        description: 'Names; all recent ones unless told',
      }),
    ),
  },
  { additionalProperties: false },
);

export const RealtimeMetric = Type.Object({
  value: Type.Number({ description: 'Newest value' }),
  timestamp: Instant,
  average: Type.Number({ description: 'Over that minute' }),
  minimum: Type.Number(),
  maximum: Type.Number(),
  samples: Type.Integer(),
});
export type RealtimeMetric = Static<typeof RealtimeMetric>;

export const RealtimeAnswer = Type.Object({
  ...Success,
  metrics: Type.Record(Type.String(), RealtimeMetric),
  count: Type.Integer(),
});
export type RealtimeAnswer = Static<typeof RealtimeAnswer>;

export const MetricsSummary = Type.Object({
  total_metrics: Type.Integer(),
  total_events: Type.Integer(),
  total_market_data: Type.Integer(),
  total_user_behavior: Type.Integer(),
  dashboards: Type.Integer(),
  last_updated: Type.Union([Instant, Type.Null()]),
});
export type MetricsSummary = Static<typeof MetricsSummary>;

export const SummaryAnswer = Type.Object({ ...Success, summary: MetricsSummary });

/** `metrics_summary`: sent on connect. */
export const MetricsSummaryFrame = Type.Object({
  type: Type.Literal('metrics_summary'),
  timestamp: Instant,
  data: MetricsSummary,
});

export const SummaryResponse = Type.Object({
  ...MetricsSummaryFrame.properties,
  type: Type.Literal('summary_response'),
});

/** `metrics_update`: a metric whose value was committed. */
export const MetricsUpdate = Type.Object({
  type: Type.Literal('metrics_update'),
  timestamp: Instant,
  data: Type.Record(Type.String(), RealtimeMetric, { description: 'By name' }),
});

/** `metrics_response`: names never recorded are left out. */
export const LatestMetrics = Type.Object({
  type: Type.Literal('metrics_response'),
  timestamp: Instant,
  data: Type.Record(
    Type.String(),
    Type.Object({
      value: Type.Number(),
      labels: Type.Record(Type.String(), Type.String()),
      metric_type: Type.String(),
      timestamp: Instant,
    }),
    { description: 'By name' },
  ),
});

export const RequestSummary = Type.Object(
  { type: Type.Literal('request_summary') },
  { additionalProperties: false },
);
