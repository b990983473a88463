import type { TSchema } from 'typebox';
import * as schemas from '#contracts/performance';
import { type Cache, type Clock, defineRoute, type Route, success } from '#platform';
import { percent } from '../business/ratios.ts';
import type { Dashboard } from '../dashboards.ts';
import type { PerformanceReader } from './performance.ts';

/** Cache tag of the performance dashboard. */
export const PERFORMANCE_TAG = 'analytics:performance';
const DEFAULT_HOURS = 24;

export interface PerformanceRoutesDeps {
  readonly performance: PerformanceReader;
  readonly cache: Cache;
  readonly clock: Clock;
}

export function performanceRoutes(deps: PerformanceRoutesDeps): Route[] {
  const { performance, clock } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/performance/system',
      scope: 'system:read',
      tag: 'analytics',
      summary: 'Processor, memory, disk and network, now and over the last hours',
      schemas: { query: schemas.HoursQuery, response: schemas.SystemPerformanceAnswer },
      handler: async ({ query }) => ({
        ...success(clock),
        system_performance: await performance.system(query.hours ?? DEFAULT_HOURS),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/performance/api',
      scope: 'system:read',
      tag: 'analytics',
      summary: 'Rate, time and errors of the API, for each route',
      schemas: { query: schemas.HoursQuery, response: schemas.ApiPerformanceAnswer },
      handler: async ({ query }) => ({
        ...success(clock),
        api_performance: await performance.api(query.hours ?? DEFAULT_HOURS),
      }),
    }),
    ...platformRoutes(deps),
  ];
}

/** `/performance/metrics` and its parts. */
function platformRoutes(deps: PerformanceRoutesDeps): Route[] {
  const { performance, cache, clock } = deps;
  const read = (path: string, summary: string, response: TSchema, answer: () => object | Promise<object>) =>
    defineRoute({
      method: 'GET',
      path: `/performance/metrics${path}`,
      scope: 'system:read',
      tag: 'platform',
      summary,
      schemas: { response },
      handler: async () => ({ ...success(clock), ...(await answer()) }),
    });
  return [
    read('', 'The platform’s own figures', schemas.PerformanceMetricsAnswer, () => performance.current()),
    read('/cache', 'Hits and misses of this process’s cache', schemas.CacheMetricsAnswer, () => {
      const { hits, misses } = cache.statistics;
      return { cache: { hits, misses, hit_rate: percent(hits, hits + misses) } };
    }),
    read('/cdn', 'Figures of the CDN', schemas.CdnMetricsAnswer, async () => {
      const { figures, reasons } = await performance.infrastructure();
      const reason = figures.cloudfront_hits === null ? reasons.cloudfront_hits : undefined;
      return {
        cdn: { hit_rate: figures.cloudfront_hits },
        reasons: reason === undefined ? {} : { hit_rate: reason },
      };
    }),
    read('/database', 'Pool, statements and replication', schemas.DatabaseMetricsAnswer, async () => {
      const { database, reasons } = await performance.current();
      return { database, reasons };
    }),
  ];
}

export function performanceDashboard(performance: PerformanceReader): Dashboard {
  return {
    type: 'performance',
    title: 'Performance',
    description: 'Machine, API, database and AI requests of this platform, as sampled four times a minute',
    tags: [PERFORMANCE_TAG],
    changedBy: ['analytics.metrics.committed'],
    compute: () => performance.dashboard(),
  };
}
