import {
  AnalyticsHealth,
  DashboardAnswer,
  DashboardList,
  DashboardParams,
  DashboardQuery,
} from '#contracts/dashboards';
import { type Clock, type Database, DomainError, defineRoute, type Route, sendCached } from '#platform';
import type { Dashboards } from './dashboards.ts';
import type { ViewStore } from './views/view-store.ts';

export function dashboardRoutes(deps: {
  dashboards: Dashboards;
  views: ViewStore;
  database: Database;
  clock: Clock;
}): Route[] {
  const { dashboards, views, database, clock } = deps;
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
      handler({ params, query, principal, raw, reply }) {
        if (query.view !== undefined) return byView(query.view);
        const ready = dashboards.peek(params.type, query.as_of);
        if (ready !== undefined) return sendCached(raw, reply, ready);
        return dashboards.answer(params.type, query.as_of).then((body) => sendCached(raw, reply, body));

        async function byView(name: string) {
          const view = await views.find(principal.id, params.type, name);
          if (view === undefined)
            throw new DomainError('not-found', `This key has saved no view "${name}" of ${params.type}.`);
          const { layout: _, ...settings } = view.config;
          return sendCached(raw, reply, await dashboards.answer(params.type, query.as_of, settings));
        }
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
