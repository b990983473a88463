import { SaveView, ViewAnswer, ViewDeleted, ViewParams, ViewsAnswer } from '#contracts/dashboard-views';
import { DashboardParams } from '#contracts/dashboards';
import { type Clock, defineRoute, type Route, success } from '#platform';
import type { Dashboards } from '../dashboards.ts';
import type { ViewStore } from './view-store.ts';

export function viewRoutes(deps: { views: ViewStore; dashboards: Dashboards; clock: Clock }): Route[] {
  const { views, dashboards, clock } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/dashboards/{type}/views',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Saved views of a dashboard; each key has its own',
      schemas: { params: DashboardParams, response: ViewsAnswer },
      async handler({ params, principal }) {
        dashboards.require(params.type);
        const list = await views.list(principal.id, params.type);
        return { ...success(clock), views: list, count: list.length };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/analytics/dashboards/{type}/views/{name}',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Save a view; ?view=NAME then shows the dashboard by it',
      schemas: { params: ViewParams, body: SaveView, response: ViewAnswer },
      async handler({ params, body, principal }) {
        dashboards.require(params.type);
        const view = { name: params.name, dashboard_type: params.type, config: body.config };
        return {
          ...success(clock),
          view: await views.save(principal.id, { ...view, is_default: body.is_default ?? false }),
        };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/analytics/dashboards/{type}/views/{name}',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Delete a saved view',
      schemas: { params: ViewParams, response: ViewDeleted },
      handler: async ({ params, principal }) => ({
        ...success(clock),
        deleted: await views.delete(principal.id, params.type, params.name),
      }),
    }),
  ];
}
