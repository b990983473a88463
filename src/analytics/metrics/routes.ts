import { RealtimeAnswer, RealtimeQuery, SummaryAnswer } from '#contracts/analytics';
import { type Clock, defineRoute, type Route, sendCached, success } from '#platform';
import type { MetricStore } from './metric-store.ts';
import type { Summary } from './summary.ts';

export function metricRoutes(deps: { metrics: MetricStore; summary: Summary; clock: Clock }): Route[] {
  const { metrics, summary, clock } = deps;
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
        return { ...success(clock), metrics: found, count: Object.keys(found).length };
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
        return sendCached(raw, reply, await summary.body());
      },
    }),
  ];
}
