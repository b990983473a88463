import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { FUNNEL_BREAKDOWNS } from './choices.ts';
import { Instant } from './common.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
const { start_date, end_date, time_zone } = PeriodQuery.properties;

export const FunnelStep = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'For the answer' })),
    event_type: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,100}$' })),
    page: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
    property: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 100 }),
          equals: Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
        },
        { additionalProperties: false },
      ),
    ),
  },
  {
    additionalProperties: false,
    description: 'What an event must fit: all of event_type, page and property that are given, one at least',
  },
);
export type FunnelStep = Static<typeof FunnelStep>;

export const FunnelBreakdown = Type.Object(
  {
    by: Type.Enum([...FUNNEL_BREAKDOWNS], {
      description:
        'The segment of the user, or the page or feature of the event that their funnel begins with',
    }),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50,
        description: 'Groups with a name; the rest is one group. 10 unless told',
      }),
    ),
  },
  { additionalProperties: false },
);
export type FunnelBreakdown = Static<typeof FunnelBreakdown>;

/** What a funnel is. */
export const Funnel = Type.Object(
  {
    steps: Type.Array(FunnelStep, { minItems: 2, maxItems: 20 }),
    order: Type.Optional(
      Type.Enum(['ordered', 'strict', 'unordered'], {
        description: 'strict: no other event of the user between two steps; ordered unless told',
      }),
    ),
    window_seconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 31_622_400,
        description: 'From first to last step; a week unless told, the whole period where that is shorter',
      }),
    ),
    start_date: Type.Optional(start_date),
    end_date: Type.Optional(end_date),
    time_zone: Type.Optional(time_zone),
  },
  { additionalProperties: false },
);
export type Funnel = Static<typeof Funnel>;

/** What `POST /analytics/users/funnel` takes. */
export const FunnelOrderBody = Type.Object(
  { ...Funnel.properties, breakdown: Type.Optional(FunnelBreakdown) },
  { additionalProperties: false },
);
export type FunnelOrderBody = Static<typeof FunnelOrderBody>;

const StepFigures = Type.Object({
  step: Type.Integer({ description: 'From 1' }),
  name: Type.String(),
  users: Type.Integer({ description: 'Who came this far' }),
  rate: Nullable('Percent of the users of the first step'),
  step_rate: Nullable('Percent of the users of the step before'),
  median_seconds: Nullable('Half the users of this step took no longer to it from their first step'),
});

const Steps = {
  steps: Type.Array(StepFigures),
  conversion_rate: Nullable('Percent of the users of the first step who came to the last'),
};

export const FunnelGroup = Type.Object({
  kind: Type.Enum(['value', 'none', 'other'], {
    description: 'value: users of one group; none: users in no group; other: all groups after the largest',
  }),
  value: Type.Union([Type.String(), Type.Null()], { description: 'What the group has in common' }),
  ...Steps,
});
export type FunnelGroup = Static<typeof FunnelGroup>;

export const FunnelFigures = Type.Object({
  order: Type.String(),
  window_seconds: Type.Integer(),
  ...Steps,
  breakdown: Type.Optional(
    Type.Object({
      by: Type.String(),
      groups: Type.Array(FunnelGroup, {
        description:
          'By the users of their first step, most first; then none and other. They add up to the whole',
      }),
      other_values: Type.Integer({ description: 'Groups that are together in other' }),
    }),
  ),
});
export type FunnelFigures = Static<typeof FunnelFigures>;

export const FunnelAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  funnel: FunnelFigures,
  period: Period,
  meta: AnalyticsMeta,
});
export type FunnelAnswer = Static<typeof FunnelAnswer>;
