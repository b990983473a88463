import { RealtimeAnswer, RealtimeQuery, SummaryAnswer } from '#contracts/analytics';
import { type Cache, type Clock, defineRoute, type Route, sendCached } from '#platform';
import { EVENTS_TAG } from '../business/routes.ts';
import { PERFORMANCE_TAG } from '../performance/routes.ts';
import type { MetricStore } from './metric-store.ts';

export function metricRoutes(deps: {
  metrics: MetricStore;
  dashboards: number;
  cache: Cache;
  clock: Clock;
}): Route[] {
  const { metrics, cache, clock } = deps;
  const success = () => ({ status: 'success' as const, timestamp: new Date(clock.now()).toISOString() });
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/metrics/realtime',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'The newest values of metrics and their last minute',
      schemas: { query: RealtimeQuery, response: RealtimeAnswer },
      async handler({ query }): Promise<RealtimeAnswer> {
        const found = await metrics.realtime(query.metrics);
        return { ...success(), metrics: found, count: Object.keys(found).length };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/metrics/summary',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'How much has been recorded',
      schemas: { response: SummaryAnswer },
      async handler({ raw, reply }) {
        const body = await cache.getOrCompute('metrics:summary', [EVENTS_TAG, PERFORMANCE_TAG], async () => ({
          ...success(),
          summary: { ...(await metrics.totals()), dashboards: deps.dashboards },
        }));
        return sendCached(raw, reply, body);
      },
    }),
  ];
}
