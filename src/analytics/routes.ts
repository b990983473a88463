import {
  AnalyticsHealth,
  DashboardAnswer,
  DashboardList,
  DashboardParams,
  DashboardQuery,
} from '#contracts/dashboards';
import { type Clock, type Database, defineRoute, type Route, sendCached } from '#platform';
import type { Dashboards } from './dashboards.ts';

export function dashboardRoutes(deps: { dashboards: Dashboards; database: Database; clock: Clock }): Route[] {
  const { dashboards, database, clock } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/dashboards',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'The dashboards there are',
      schemas: { response: DashboardList },
      handler: () => dashboards.list(),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/dashboards/{type}',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'One dashboard, now or as of a date',
      schemas: { params: DashboardParams, query: DashboardQuery, response: DashboardAnswer },
      handler({ params, query, raw, reply }) {
        const ready = dashboards.peek(params.type, query.as_of);
        if (ready !== undefined) return sendCached(raw, reply, ready);
        return dashboards.answer(params.type, query.as_of).then((body) => sendCached(raw, reply, body));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/health',
      scope: 'public',
      tag: 'analytics',
      summary: 'Whether analytics can answer',
      schemas: { response: AnalyticsHealth },
      async handler({ reply }): Promise<AnalyticsHealth> {
        const up = await database.pool.query('SELECT 1').then(
          () => true,
          () => false,
        );
        if (!up) reply.status(503);
        return {
          status: up ? 'healthy' : 'unhealthy',
          timestamp: new Date(clock.now()).toISOString(),
          analytics_summary: { database: up ? 'up' : 'down', dashboards: dashboards.all.length },
        };
      },
    }),
  ];
}
