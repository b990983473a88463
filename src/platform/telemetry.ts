import { Counter, collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import type { Cache } from './cache.ts';
import type { RequestObserver } from './http/http-server.ts';
import type { MetricFamily } from './metric-family.ts';
import type { Database } from './postgres.ts';

export interface Telemetry {
  readonly registry: Registry;
  readonly observeRequest: RequestObserver;
  /** Offers what a room counts itself; the room is asked whenever somebody collects. */
  offer(families: () => readonly MetricFamily[]): void;
}

const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Prometheus metrics of the process, its HTTP server, cache and database pool. */
export function createTelemetry(cache: Cache, database: Database): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const latency = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request in to last byte out',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers: [registry],
  });
  readAtScrape(registry, 'cache_hits_total', 'Answers from the cache', () => cache.statistics.hits, Counter);
  readAtScrape(
    registry,
    'cache_misses_total',
    'Answers that had to be computed',
    () => cache.statistics.misses,
    Counter,
  );
  readAtScrape(
    registry,
    'database_pool_connections',
    'Open connections',
    () => database.pool.totalCount,
    Gauge,
  );
  readAtScrape(
    registry,
    'database_pool_waiting',
    'Requests waiting for a connection',
    () => database.pool.waitingCount,
    Gauge,
  );
  return {
    registry,
    observeRequest: ({ method, route, status, seconds }) =>
      latency.observe({ method, route, status }, seconds),
    offer(families) {
      for (const { name, help, type } of families())
        registry.registerMetric(asked(name, help, type, families));
    },
  };
}

/** A metric that is read at each collection. The registry reads no more of a metric than these four. */
function asked(
  name: string,
  help: string,
  type: MetricFamily['type'],
  families: () => readonly MetricFamily[],
): Metric {
  const values = () => families().find((family) => family.name === name)?.samples ?? [];
  const metric = { name, help, type, get: async () => ({ name, help, type, values: values() }) };
  return metric as unknown as Metric;
}

function readAtScrape(
  registry: Registry,
  name: string,
  help: string,
  read: () => number,
  Kind: typeof Gauge | typeof Counter,
): void {
  const metric = new Kind({
    name,
    help,
    registers: [registry],
    collect() {
      metric.reset();
      metric.inc(read());
    },
  });
}
