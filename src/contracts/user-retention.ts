import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { CalendarDate, Instant } from './common.ts';

const { start_date, end_date, time_zone } = PeriodQuery.properties;

export const RetentionQuery = Type.Object(
  {
    cohort: Type.Optional(
      Type.Enum(['day', 'week', 'month'], { description: 'Weeks begin on Monday; day unless told' }),
    ),
    type: Type.Optional(
      Type.Enum(['fixed', 'rolling'], {
        description: 'fixed: active in that very day, week or month; rolling: in that or a later one',
      }),
    ),
    start_date: Type.Optional(start_date),
    end_date: Type.Optional(end_date),
    time_zone: Type.Optional(time_zone),
  },
  { additionalProperties: false },
);
export type RetentionQuery = Static<typeof RetentionQuery>;

export const RetentionCohort = Type.Object({
  start_date: CalendarDate,
  end_date: CalendarDate,
  users: Type.Integer({ description: 'First seen from start_date to end_date' }),
  retained: Type.Array(Type.Integer(), {
    description: 'Active users of the cohort; place n is n days, weeks or months later',
  }),
  rates: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
    description: 'retained in percent of users',
  }),
});
export type RetentionCohort = Static<typeof RetentionCohort>;

export const Retention = Type.Object({
  cohort: Type.String(),
  type: Type.String(),
  cohorts: Type.Array(RetentionCohort),
  last_is_complete: Type.Boolean({
    description: 'Whether the last day, week or month, the last place of each cohort, is over',
  }),
});
export type Retention = Static<typeof Retention>;

export const RetentionAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  retention: Retention,
  period: Period,
  meta: AnalyticsMeta,
});
export type RetentionAnswer = Static<typeof RetentionAnswer>;
