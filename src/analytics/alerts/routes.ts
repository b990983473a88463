import { AlertAnswer, AlertParams, AlertsAnswer, AlertsQuery } from '#contracts/alerts';
import { type Clock, defineRoute, type Route } from '#platform';
import type { AlertDesk } from './alert-desk.ts';
import type { AlertStore } from './alert-store.ts';

export function success(clock: Clock) {
  return { status: 'success' as const, timestamp: new Date(clock.now()).toISOString() };
}

export function alertRoutes(deps: {
  readonly alerts: AlertStore;
  readonly desk: AlertDesk;
  readonly clock: Clock;
}): Route[] {
  const { alerts, desk, clock } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/alerts',
      scope: 'alerts:read',
      tag: 'analytics',
      summary: 'Alerts, newest first',
      description:
        'Kept for 30 days after they were both resolved and acknowledged, for 90 after they were resolved where nobody acknowledged them; those that fire are kept.',
      schemas: { query: AlertsQuery, response: AlertsAnswer },
      async handler({ query }) {
        const [{ active_alerts }, list] = await Promise.all([alerts.summary(), alerts.list(query)]);
        return { ...success(clock), active_alerts, recent_alerts: list };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/{id}/acknowledge',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Say that somebody looks after an alert; the first to say so stands',
      schemas: { params: AlertParams, response: AlertAnswer },
      handler: async ({ params, principal }) => ({
        ...success(clock),
        alert: await desk.acknowledge(params.id, principal.name),
      }),
    }),
  ];
}
