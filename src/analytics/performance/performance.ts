import type {
  AiMetrics,
  ApiMetrics,
  Performance,
  RoutePerformance,
  Series,
  SystemMetrics,
} from '#contracts/performance';
import { percent, ratio } from '../business/ratios.ts';
import {
  API,
  type CurrentFigures,
  createCurrentFigures,
  type PerformanceDeps,
  type Reasons,
  readFigures,
  readInfrastructure,
  SYSTEM,
} from './current-figures.ts';
import type { InfrastructureReading } from './infrastructure-figures.ts';
import * as store from './performance-store.ts';
import { percentileOf } from './request-meter.ts';

/** The platform's own figures, as sampled and stored; what cannot be known is null with a reason. */
export interface PerformanceReader {
  dashboard(): Promise<Performance>;
  system(hours: number): Promise<SystemMetrics & { reasons: Reasons; series: Record<string, Series> }>;
  api(
    hours: number,
  ): Promise<ApiMetrics & { reasons: Reasons; routes: RoutePerformance[]; series: Record<string, Series> }>;
  current(): Promise<CurrentFigures>;
  infrastructure(): Promise<InfrastructureReading>;
}

const DASHBOARD_HOURS = 24;

export function createPerformance(deps: PerformanceDeps): PerformanceReader {
  const { pool, clock } = deps;
  const current = createCurrentFigures(deps);

  async function seriesOf(names: readonly string[], hours: number): Promise<Record<string, Series>> {
    const minutes = hours <= 6 ? 1 : 5;
    const nowMs = clock.now();
    const list = await Promise.all(
      names.map(async (name): Promise<[string, Series]> => {
        if (name !== 'request_rate')
          return [name, await store.readSeries(pool, { name, of: 'mean', hours, minutes, nowMs })];
        const counts = await store.readSeries(pool, {
          name: 'api_requests',
          of: 'sum',
          hours,
          minutes,
          nowMs,
        });
        return [name, counts.map((point) => ({ ...point, value: point.value / (60 * minutes) }))];
      }),
    );
    return Object.fromEntries(list);
  }

  return {
    current,
    infrastructure: () => readInfrastructure(deps),
    async dashboard() {
      const nowMs = clock.now();
      const now = await current();
      const { figures: aws, reasons } = await readInfrastructure(deps);
      return {
        system_metrics: now.system,
        api_metrics: now.api,
        database_metrics: now.database,
        infrastructure_metrics: aws,
        ai_metrics: aiOf(await store.readAi(pool, DASHBOARD_HOURS, nowMs)),
        reasons: { ...now.reasons, ...reasons },
        series: await seriesOf(
          ['cpu_usage', 'memory_usage', 'request_rate', 'response_time', 'error_rate'],
          DASHBOARD_HOURS,
        ),
        meta: {
          as_of: new Date(nowMs).toISOString(),
          source: 'samples of every process, four a minute',
          simulated: await store.hasSimulatedMetrics(pool, nowMs - DASHBOARD_HOURS * 3_600_000),
        },
      };
    },
    async system(hours) {
      const reasons: Reasons = {};
      return {
        ...(await readFigures(deps, SYSTEM, reasons)),
        reasons,
        series: await seriesOf(SYSTEM, hours),
      };
    },
    async api(hours) {
      const reasons: Reasons = {};
      const routes = await store.readRoutes(pool, hours, clock.now());
      return {
        ...(await readFigures(deps, API, reasons)),
        reasons,
        routes: routes.map(routeOf),
        series: await seriesOf(API, hours),
      };
    },
  };
}

function routeOf(stored: store.StoredRoute): RoutePerformance {
  const histogram: number[] = [];
  for (const one of stored.histograms)
    for (const [place, count] of one.entries()) histogram[place] = (histogram[place] ?? 0) + count;
  return {
    method: stored.method,
    route: stored.route,
    requests: stored.requests,
    errors: stored.errors,
    error_rate: percent(stored.errors, stored.requests),
    average_ms: ratio(stored.totalMs, stored.requests),
    p50_ms: percentileOf(histogram, 0.5, stored.maximumMs),
    p95_ms: percentileOf(histogram, 0.95, stored.maximumMs),
    p99_ms: percentileOf(histogram, 0.99, stored.maximumMs),
    maximum_ms: stored.maximumMs,
  };
}

function aiOf({ requests, failures, latencyMs, costUsd }: store.AiSums): AiMetrics {
  return { requests, failures, average_latency_ms: ratio(latencyMs, requests), cost_usd: costUsd };
}
