import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period } from './analytics.ts';
import { Instant } from './common.ts';
import { Funnel } from './funnels.ts';

/** What `POST /analytics/users/funnel/users` takes. */
export const FunnelUsersOrder = Type.Object(
  {
    ...Funnel.properties,
    step: Type.Integer({ minimum: 1, maximum: 20, description: 'From 1' }),
    outcome: Type.Enum(['converted', 'dropped_off'], {
      description: 'converted: who came to the step; dropped_off: those of them who did not come to the next',
    }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: '100 unless told' })),
    after: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,10}$', description: '`next` of the page before this one' }),
    ),
  },
  { additionalProperties: false },
);
export type FunnelUsersOrder = Static<typeof FunnelUsersOrder>;

export const FunnelUser = Type.Object({
  user_id: Type.String(),
  seconds: Type.Number({ description: 'The shortest time from their first step to this one' }),
});
export type FunnelUser = Static<typeof FunnelUser>;

export const FunnelUsersAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  users: Type.Array(FunnelUser, { description: 'In the order in which they became known' }),
  count: Type.Integer({ description: 'Users of all pages' }),
  next: Type.Union([Type.String(), Type.Null()], { description: 'For `after`; null on the last page' }),
  period: Period,
  meta: AnalyticsMeta,
});
export type FunnelUsersAnswer = Static<typeof FunnelUsersAnswer>;
