import type { Pool } from 'pg';
import type {
  ApiMetrics,
  DatabaseMetrics,
  InfrastructureMetrics,
  SystemMetrics,
} from '#contracts/performance';
import type { Cache, Clock } from '#platform';
import { percent, ratio } from '../business/ratios.ts';
import * as store from './performance-store.ts';

/** Where the figures of the infrastructure come from; elsewhere than in AWS there is none. */
export interface InfrastructureSource {
  read(): Promise<InfrastructureMetrics>;
}

export interface PerformanceDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly cache: Cache;
  readonly infrastructure?: InfrastructureSource | undefined;
}

/** Why a figure is null, by its name. */
export type Reasons = Record<string, string>;

export interface CurrentFigures {
  readonly system: SystemMetrics;
  readonly api: ApiMetrics;
  readonly database: DatabaseMetrics;
  readonly reasons: Reasons;
}

export const SYSTEM = ['cpu_usage', 'memory_usage', 'disk_usage', 'network_usage'] as const;
export const API = ['request_rate', 'response_time', 'error_rate', 'throughput'] as const;
/** Rates add up over the processes; shares and times are means. */
const ADDED: ReadonlySet<string> = new Set(['request_rate', 'throughput', 'network_usage']);
const NO_AWS = 'this deployment does not run in AWS, so there is nothing to ask';

/** Sampled figures of the last minute; a missing one is null and its reason is noted. */
export async function readFigures<const Name extends string>(
  { pool, clock }: PerformanceDeps,
  names: readonly Name[],
  reasons: Reasons,
): Promise<Record<Name, number | null>> {
  const recent = await store.recentFigures(pool, names, clock.now());
  const entries = names.map((name) => {
    const found = recent.get(name);
    if (found === undefined)
      reasons[name] = 'no sample of the last minute has it; the first comes 15 s after a start';
    return [name, found === undefined ? null : ADDED.has(name) ? found.sum : found.mean] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number | null>;
}

/** Reads what is so now. Keeps the last reading of the database's counters: a rate needs two. */
export function createCurrentFigures(deps: PerformanceDeps): () => Promise<CurrentFigures> {
  let last: store.ServerFigures | undefined;
  return async () => {
    const reasons: Reasons = {};
    const before = last;
    const [system, api, server, lag, recent] = await Promise.all([
      readFigures(deps, SYSTEM, reasons),
      readFigures(deps, API, reasons),
      store.readServer(deps.pool),
      store.replicationLag(deps.pool),
      store.recentFigures(deps.pool, ['commit_ms'], deps.clock.now()),
    ]);
    last = server;
    const commitMs = recent.get('commit_ms')?.mean ?? null;
    if (lag === null) reasons.replication_lag = 'no replica follows this database';
    if (before === undefined) reasons.transactions_per_second = 'a rate needs a second reading';
    if (commitMs === null) reasons.commit_ms = 'nothing was recorded in the last minute';
    return { system, api, database: databaseOf(deps, server, before, lag, commitMs), reasons };
  };
}

function databaseOf(
  { pool, cache }: PerformanceDeps,
  server: store.ServerFigures,
  before: store.ServerFigures | undefined,
  lag: number | null,
  commitMs: number | null,
): DatabaseMetrics {
  const { hits, misses } = cache.statistics;
  return {
    connection_pool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
    query_performance: {
      transactions_per_second:
        before === undefined
          ? null
          : ratio((server.transactions - before.transactions) * 1_000, server.atMs - before.atMs),
      commit_ms: commitMs,
      longest_running_ms: server.longestMs,
      buffer_hit_rate: server.hitRate,
      deadlocks: server.deadlocks,
    },
    cache_hit_rate: percent(hits, hits + misses),
    replication_lag: lag,
  };
}

/** What CloudWatch knows; elsewhere than in AWS each figure is null with the reason. */
export async function readInfrastructure({
  infrastructure,
}: PerformanceDeps): Promise<{ figures: InfrastructureMetrics; reasons: Reasons }> {
  if (infrastructure !== undefined) return { figures: await infrastructure.read(), reasons: {} };
  const figures = { ecs_tasks: null, alb_health: null, cloudfront_hits: null, lambda_invocations: null };
  return { figures, reasons: Object.fromEntries(Object.keys(figures).map((name) => [name, NO_AWS])) };
}
