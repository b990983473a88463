import type { MetricsSummary } from '#contracts/analytics';
import { type Cache, type CachedBody, type Clock, success } from '#platform';
import { EVENTS_TAG } from '../business/routes.ts';
import { PERFORMANCE_TAG } from '../performance/routes.ts';
import type { MetricStore } from './metric-store.ts';

/** How much has been recorded, as a cached answer. */
export interface Summary {
  body(): Promise<CachedBody>;
  read(): Promise<{ timestamp: string; summary: MetricsSummary }>;
}

export function createSummary(deps: {
  readonly metrics: MetricStore;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly dashboards: number;
}): Summary {
  const { metrics, cache, clock, dashboards } = deps;
  const body = () =>
    cache.getOrCompute('metrics:summary', [EVENTS_TAG, PERFORMANCE_TAG], async () => ({
      ...success(clock),
      summary: { ...(await metrics.totals()), dashboards },
    }));
  return {
    body,
    read: async () => JSON.parse((await body()).json.toString()) as Awaited<ReturnType<Summary['read']>>,
  };
}
