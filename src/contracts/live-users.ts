import { type Static, Type } from 'typebox';
import { AnalyticsMeta } from './analytics.ts';
import { Instant } from './common.ts';

/** Who is there at the moment of the answer. */
export const LiveUsers = Type.Object({
  actors: Type.Integer({ description: 'Live users and live visitors' }),
  users: Type.Integer({ description: 'Live users' }),
  visitors: Type.Integer({ description: 'Live sessions of unknown visitors' }),
  window_seconds: Type.Integer({ description: 'Whoever did something within so many seconds is live' }),
  last_seen: Type.Union([Instant, Type.Null()], {
    description: 'Newest event that anybody caused, live or not',
  }),
  by_minute: Type.Array(
    Type.Object({ minute: Instant, actors: Type.Integer({ description: 'Different ones of that minute' }) }),
    { description: 'The last 30 minutes of the clock, oldest first; the last one is under way' },
  ),
  pages: Type.Array(Type.Object({ page: Type.String(), actors: Type.Integer() }), {
    description: 'The 10 pages with the most live actors, each on the page of their newest page view',
  }),
});
export type LiveUsers = Static<typeof LiveUsers>;

export const LiveUsersAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  live: LiveUsers,
  meta: AnalyticsMeta,
});
export type LiveUsersAnswer = Static<typeof LiveUsersAnswer>;

export const LiveUserListAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  users: Type.Array(
    Type.Object({
      user_id: Type.String(),
      page: Type.Union([Type.String(), Type.Null()], { description: 'Of the newest page view' }),
      since: Type.Union([Instant, Type.Null()], { description: 'Start of the session under way' }),
      last_at: Instant,
    }),
    { description: 'Who did something last comes first; 100 at most' },
  ),
  count: Type.Integer({ description: 'Live users, listed or not' }),
});
export type LiveUserListAnswer = Static<typeof LiveUserListAnswer>;
