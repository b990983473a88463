import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period } from './analytics.ts';
import { CalendarDate, Instant } from './common.ts';

export const ActiveUsersDay = Type.Object({
  date: CalendarDate,
  daily: Type.Integer({ description: 'Distinct active users of the day' }),
  weekly: Type.Integer({ description: 'Of the 7 days that end with it' }),
  monthly: Type.Integer({ description: 'Of the 30 days that end with it' }),
  stickiness: Type.Union([Type.Number(), Type.Null()], { description: 'daily in percent of monthly' }),
});
export type ActiveUsersDay = Static<typeof ActiveUsersDay>;

export const ActiveUsersAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  active_users: Type.Array(ActiveUsersDay, { description: 'One a local day of the period, oldest first' }),
  period: Period,
  meta: AnalyticsMeta,
});
export type ActiveUsersAnswer = Static<typeof ActiveUsersAnswer>;
