import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { Instant } from './common.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
const Counts = (description: string) => Type.Record(Type.String(), Type.Integer(), { description });

/** What `experience_level` may say, as a property or in the context of an event; anything else says nothing. */
export const EXPERIENCE_LEVELS = ['beginner', 'intermediate', 'advanced', 'professional'] as const;

export const JourneyPath = Type.Object({
  pages: Type.Array(Type.String(), { description: 'In order; a page viewed twice in a row stands once' }),
  sessions: Type.Integer(),
  share: Type.Number({ description: 'Percent of the sessions with a page' }),
});
export type JourneyPath = Static<typeof JourneyPath>;

export const Journey = Type.Object({
  sessions: Type.Integer({ description: 'Sessions of the period with a page' }),
  top_paths: Type.Array(JourneyPath),
});
export type Journey = Static<typeof Journey>;

export const DropOffPoint = Type.Object({
  page: Type.String(),
  views: Type.Integer(),
  exits: Type.Integer({ description: 'Views that were the last of their session' }),
  exit_rate: Type.Number({ description: 'Percent' }),
});
export type DropOffPoint = Static<typeof DropOffPoint>;

/** Figures of the dashboard `user_analytics`. */
export const UserBehavior = Type.Object({
  user_segments: Type.Object({
    beginners: Type.Integer(),
    intermediate: Type.Integer(),
    advanced: Type.Integer(),
    professional: Type.Integer(),
  }),
  behavior_patterns: Type.Object({
    peak_hours: Type.Array(Type.Integer({ description: 'Local hour, busiest first' })),
    popular_features: Type.Array(
      Type.Object({
        feature: Type.String(),
        users: Type.Integer(),
        share: Nullable('Percent of active users'),
      }),
    ),
    user_journey: Journey,
    drop_off_points: Type.Array(DropOffPoint),
  }),
  engagement_analysis: Type.Object({
    session_frequency: Nullable('Sessions per active user and week'),
    feature_usage: Counts('Events by feature'),
    content_consumption: Counts('Page views by first part of the path'),
    social_interactions: Counts('Events by kind'),
  }),
  conversion_funnel: Type.Object({
    visitors: Type.Integer(),
    registered: Type.Integer(),
    active: Type.Integer(),
    premium: Type.Integer(),
  }),
  period: Period,
  meta: AnalyticsMeta,
});
export type UserBehavior = Static<typeof UserBehavior>;

const { start_date, end_date, time_zone } = PeriodQuery.properties;
const Success = { status: Type.Literal('success'), timestamp: Instant };

/** A period without a goal: nothing here converts. */
export const BehaviorQuery = Type.Object(
  { start_date, end_date, time_zone },
  { additionalProperties: false },
);
export type BehaviorQuery = Static<typeof BehaviorQuery>;

export const UserBehaviorAnswer = Type.Object({ ...Success, ...UserBehavior.properties });
export type UserBehaviorAnswer = Static<typeof UserBehaviorAnswer>;

export const EventTypesAnswer = Type.Object({
  ...Success,
  event_types: Type.Array(Type.Object({ event_type: Type.String(), events: Type.Integer() }), {
    description: 'The 200 most frequent of the period, most frequent first',
  }),
  period: Period,
});
export type EventTypesAnswer = Static<typeof EventTypesAnswer>;
