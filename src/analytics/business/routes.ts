import { PeriodQuery, RevenueAnswer, UsersAnswer } from '#contracts/analytics';
import { type Clock, defineRoute, type Route, success } from '#platform';
import type { Dashboard } from '../dashboards.ts';
import type { Business } from './business.ts';

/** Cache tag of everything made of events. */
export const EVENTS_TAG = 'analytics:events';

export function businessRoutes({ business, clock }: { business: Business; clock: Clock }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/bi/revenue',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Revenue of a period, by day and kind, against the period before',
      schemas: { query: PeriodQuery, response: RevenueAnswer },
      async handler({ query }): Promise<RevenueAnswer> {
        const { figures, facts } = await business.revenue(query);
        return { ...success(clock), revenue_analytics: figures, period: facts.period.wire, meta: facts.meta };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/bi/users',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Users and engagement of a period, by day, against the period before',
      schemas: { query: PeriodQuery, response: UsersAnswer },
      async handler({ query }): Promise<UsersAnswer> {
        const { figures, facts } = await business.users(query);
        return { ...success(clock), user_analytics: figures, period: facts.period.wire, meta: facts.meta };
      },
    }),
  ];
}

export function businessDashboard(business: Business): Dashboard {
  return {
    type: 'business_intelligence',
    title: 'Business',
    description: 'Revenue, users, engagement and portfolio figures of the last 30 days against the 30 before',
    tags: [EVENTS_TAG],
    changedBy: ['analytics.events.committed'],
    compute: ({ asOf, settings = {} }) =>
      business.dashboard({ ...settings, ...(asOf === undefined ? {} : { end_date: asOf }) }),
  };
}
