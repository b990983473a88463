import os from 'node:os';
import type { BusEvents } from '#contracts/events';
import type { Bus, Cache, Clock, Database, Logger } from '#platform';
import { idOfRetry, uuidV7 } from '../ingest/identity.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { MetricRow } from '../ingest/rows.ts';
import { readReplication } from './performance-store.ts';
import type { RequestMeter, RouteSums } from './request-meter.ts';
import { SystemProbe } from './system-probe.ts';

export interface SamplerDeps {
  readonly database: Database;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly ingest: Ingest;
  readonly meter: RequestMeter;
  readonly dataDir: string;
}

const INTERVAL_MS = 15_000;

/** Samples this process four times a minute and stores the figures as metrics, like anybody's. */
export function startSampler(deps: SamplerDeps): AsyncDisposable {
  const probe = new SystemProbe(deps.dataDir);
  let sinceMs = deps.clock.now();
  let running = Promise.resolve();
  const run = () => {
    const nowMs = deps.clock.now();
    const seconds = Math.max(nowMs - sinceMs, 1) / 1_000;
    sinceMs = nowMs;
    running = collect(deps, probe, nowMs, seconds)
      .then((rows) => deps.ingest.writeMetrics(rows))
      .then(
        () => undefined,
        (error: unknown) => deps.logger.warn({ err: error }, 'a sample of this process was not stored'),
      );
  };
  // The first reading only sets the counters that rates start from.
  void probe.sample();
  const first = setTimeout(run, 2_000).unref();
  const timer = setInterval(run, INTERVAL_MS).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
      probe[Symbol.dispose]();
    },
  };
}

type AiRequest = BusEvents['ai.requests.completed']['requests'][number];

/**
 * Stores what each AI request took and cost. Every worker hears of every request, so the rows' ids follow from the request's:
 * whoever comes second writes nothing.
 */
export function recordAiRequests({
  bus,
  ingest,
  logger,
}: Pick<SamplerDeps, 'bus' | 'ingest' | 'logger'>): Disposable {
  const stop = bus.subscribe('ai.requests.completed', ({ requests }) => {
    ingest
      .writeMetrics(requests.flatMap(aiRows))
      .catch((error: unknown) => logger.warn({ err: error }, 'AI requests were not recorded'));
  });
  return { [Symbol.dispose]: stop };
}

function aiRows(request: AiRequest): MetricRow[] {
  const { model, requestType, outcome, simulated, endedAtMs, requestId } = request;
  const labels = { model: model ?? 'none', request_type: requestType, outcome };
  const row = metricRows(endedAtMs, labels, simulated);
  const rows = [
    row('ai_latency_ms', request.latencyMs),
    row('ai_cost_usd', request.costUsd),
    row('ai_failures', outcome === 'failure' ? 1 : 0),
  ];
  return rows.map((it, index) => ({ ...it, id: idOfRetry(endedAtMs, 'ai', requestId, index) }));
}

/** Stores what portfolios are worth and risk, as anybody's metrics. */
export function recordPortfolios({ bus, ingest, clock, logger }: SamplerDeps): Disposable {
  const stop = bus.subscribe('portfolio.valued', ({ portfolioId, metrics, simulated }) => {
    const row = metricRows(clock.now(), { portfolio: portfolioId }, simulated);
    ingest
      .writeMetrics(Object.entries(metrics).map(([name, value]) => row(name, value)))
      .catch((error: unknown) => logger.warn({ err: error }, 'the value of a portfolio was not recorded'));
  });
  return { [Symbol.dispose]: stop };
}

function metricRows(at: number, labels: Record<string, string>, simulated = false) {
  const text = JSON.stringify(labels);
  return (name: string, value: number, metadata?: object): MetricRow => ({
    id: uuidV7(at),
    at,
    name,
    value,
    metricType: metadata === undefined ? 'gauge' : 'summary',
    labels: text,
    metadata: metadata === undefined ? null : JSON.stringify(metadata),
    simulated,
  });
}

async function collect(
  deps: SamplerDeps,
  probe: SystemProbe,
  at: number,
  seconds: number,
): Promise<MetricRow[]> {
  const process = { process: `${os.hostname()}:${globalThis.process.pid}` };
  const routes = deps.meter.take();
  const { pool } = deps.database;
  const { hits, misses } = deps.cache.statistics;
  const figures: Record<string, number | undefined> = {
    ...(await probe.sample()),
    ...apiFigures(routes, seconds),
    connection_pool: pool.totalCount,
    connection_pool_waiting: pool.waitingCount,
    cache_hit_rate: hits + misses === 0 ? undefined : (100 * hits) / (hits + misses),
    commit_ms: deps.ingest.statistics.commitMs ?? undefined,
    replication_lag: (await readReplication(pool)).lagSeconds ?? undefined,
  };
  const own = metricRows(at, process);
  const rows = Object.entries(figures).flatMap(([name, value]) =>
    value === undefined ? [] : own(name, value),
  );
  for (const { method, route, count, errors, totalMs, maxMs, bytes, histogram } of routes) {
    const of = metricRows(at, { ...process, method, route });
    rows.push(of('api_requests', count, { errors, total_ms: totalMs, max_ms: maxMs, bytes, histogram }));
  }
  return rows;
}

function apiFigures(routes: readonly RouteSums[], seconds: number): Record<string, number | undefined> {
  const sum = (of: (route: RouteSums) => number) => routes.reduce((total, route) => total + of(route), 0);
  const requests = sum(({ count }) => count);
  return {
    request_rate: requests / seconds,
    throughput: sum(({ bytes }) => bytes) / seconds,
    response_time: requests === 0 ? undefined : sum(({ totalMs }) => totalMs) / requests,
    error_rate: requests === 0 ? undefined : (100 * sum(({ errors }) => errors)) / requests,
  };
}
