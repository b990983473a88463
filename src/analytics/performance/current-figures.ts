import type { Pool } from 'pg';
import type { ApiMetrics, DatabaseMetrics, SystemMetrics } from '#contracts/performance';
import type { Cache, Clock } from '#platform';
import { percent, ratio } from '../business/ratios.ts';
import { type InfrastructureReading, type InfrastructureSource, NOTHING } from './infrastructure-figures.ts';
import * as store from './performance-store.ts';

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
const NO_AWS = 'this deployment does not run in AWS: AWS_REGION is not set, so there is no CloudWatch to ask';
const NO_SAMPLE = 'no process has stored a sample in the last minute; its first comes 2 s after a start';
/** Why a figure is not in a sample that was taken. */
const ABSENT: Readonly<Record<string, string>> = {
  response_time: 'no request was answered in the last minute',
  error_rate: 'no request was answered in the last minute',
  commit_ms: 'no process has recorded anything since it started',
};
const NOT_TOLD = 'the operating system does not tell it, or not before a second reading';

/** Sampled figures of the last minute; a missing one is null and its reason is noted. */
export async function readFigures<const Name extends string>(
  { pool, clock }: PerformanceDeps,
  names: readonly Name[],
  reasons: Reasons,
): Promise<Record<Name, number | null>> {
  // Every sample has these two: whether they are there says whether a sample is.
  const recent = await store.recentFigures(pool, [...names, 'memory_usage'], clock.now());
  const entries = names.map((name) => {
    const found = recent.get(name);
    if (found === undefined) reasons[name] = recent.size === 0 ? NO_SAMPLE : (ABSENT[name] ?? NOT_TOLD);
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
    const [system, api, server, replication, { commit_ms: commitMs }] = await Promise.all([
      readFigures(deps, SYSTEM, reasons),
      readFigures(deps, API, reasons),
      store.readServer(deps.pool),
      store.readReplication(deps.pool),
      readFigures(deps, ['commit_ms'], reasons),
    ]);
    last = server;
    const database = databaseOf(deps, server, before, replication, commitMs);
    explain(database, replication, reasons);
    return { system, api, database, reasons };
  };
}

function databaseOf(
  { pool, cache }: PerformanceDeps,
  server: store.ServerFigures,
  before: store.ServerFigures | undefined,
  { lagSeconds }: store.Replication,
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
    replication_lag: lagSeconds,
  };
}

const REPLICATION: Readonly<Record<store.Replication['seen'], string>> = {
  nobody: 'no replica follows this database',
  hidden: 'the database account may not see what follows; grant it pg_monitor',
  itself: 'this replica has replayed nothing yet',
};

/** Says why those of the database's own figures that are null are so. */
function explain(
  { query_performance: queries, cache_hit_rate, replication_lag }: DatabaseMetrics,
  { seen }: store.Replication,
  reasons: Reasons,
): void {
  if (replication_lag === null) reasons.replication_lag = REPLICATION[seen];
  if (cache_hit_rate === null) reasons.cache_hit_rate = 'nothing was asked of the cache of this process yet';
  if (queries.transactions_per_second === null)
    reasons.transactions_per_second = 'a rate needs a second reading by this process';
  if (queries.longest_running_ms === null) reasons.longest_running_ms = 'no other statement is running';
  if (queries.buffer_hit_rate === null)
    reasons.buffer_hit_rate = 'no block was read since the statistics were reset';
}

/** What CloudWatch knows; elsewhere than in AWS each figure is null with the reason. */
export async function readInfrastructure({
  infrastructure,
}: PerformanceDeps): Promise<InfrastructureReading> {
  if (infrastructure !== undefined) return infrastructure.read();
  return {
    figures: NOTHING,
    reasons: Object.fromEntries(Object.keys(NOTHING).map((name) => [name, NO_AWS])),
  };
}
