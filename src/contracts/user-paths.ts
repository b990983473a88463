import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { Instant } from './common.ts';
import { Journey } from './user-behavior.ts';

const { start_date, end_date, time_zone } = PeriodQuery.properties;

export const PathsQuery = Type.Object(
  {
    depth: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 20, description: 'Pages of a path at most; 5 unless told' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Paths; 20 unless told' })),
    start_page: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2_000, description: 'Only sessions that begin with this page' }),
    ),
    start_date: Type.Optional(start_date),
    end_date: Type.Optional(end_date),
    time_zone: Type.Optional(time_zone),
  },
  { additionalProperties: false },
);
export type PathsQuery = Static<typeof PathsQuery>;

export const PathsAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  paths: Journey,
  period: Period,
  meta: AnalyticsMeta,
});
export type PathsAnswer = Static<typeof PathsAnswer>;
