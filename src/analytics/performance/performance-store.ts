import type { Pool } from 'pg';
import type { Series } from '#contracts/performance';

/** How far replicas are behind, and where that is not known, what is seen of them. */
export interface Replication {
  /** The slowest that follows us; ours where we read from a replica; null where that is not known. */
  readonly lagSeconds: number | null;
  readonly seen: 'nobody' | 'hidden' | 'itself';
}

/** Aurora's replicas share the storage, so that PostgreSQL's own view of streams does not have them. */
const AURORA = 'aurora_replica_status()';

export async function readReplication(pool: Pool): Promise<Replication> {
  const { rows } = await pool.query<Replication & { isAurora: boolean }>(
    `SELECT to_regprocedure('${AURORA}') IS NOT NULL AS "isAurora",
       CASE WHEN pg_is_in_recovery()
         THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())
         ELSE (SELECT max(extract(epoch FROM coalesce(replay_lag, interval '0'))) FROM pg_stat_replication WHERE state = 'streaming')
       END::double precision AS "lagSeconds",
       CASE WHEN pg_is_in_recovery() THEN 'itself'
         WHEN EXISTS (SELECT FROM pg_stat_replication WHERE state IS NULL) THEN 'hidden'
         ELSE 'nobody'
       END AS seen`,
  );
  const { isAurora = false, lagSeconds = null, seen = 'nobody' } = rows[0] ?? {};
  return isAurora ? readAurora(pool) : { lagSeconds, seen };
}

async function readAurora(pool: Pool): Promise<Replication> {
  const { rows } = await pool.query<{ lag: number | null }>(
    `SELECT max(replica_lag_in_msec)::double precision / 1000 AS lag FROM ${AURORA} WHERE session_id <> 'MASTER_SESSION_ID'`,
  );
  return { lagSeconds: rows[0]?.lag ?? null, seen: 'nobody' };
}

export interface RecentFigure {
  /** Over the processes: for shares and times. */
  readonly mean: number;
  /** Each process's own mean added up: for rates. */
  readonly sum: number;
}

/** Means of the last minute of each sampled figure. */
export async function recentFigures(
  pool: Pool,
  names: readonly string[],
  nowMs: number,
): Promise<Map<string, RecentFigure>> {
  const { rows } = await pool.query<RecentFigure & { name: string }>(
    `SELECT name, avg(value) AS mean, sum(value) AS sum FROM (
       SELECT name, labels ->> 'process' AS process, avg(value) AS value FROM analytics_metrics
       WHERE name = ANY ($1) AND "timestamp" > $2 AND "timestamp" <= $3 GROUP BY 1, 2
     ) AS by_process GROUP BY name`,
    [names, new Date(nowMs - 65_000), new Date(nowMs)],
  );
  return new Map(rows.map(({ name, mean, sum }) => [name, { mean, sum }]));
}

/** A point for every `minutes` of the last hours: the mean of a gauge, or the sum of a count. */
export async function readSeries(
  pool: Pool,
  query: { name: string; of: 'mean' | 'sum'; hours: number; minutes: number; nowMs: number },
): Promise<Series> {
  const value = query.of === 'mean' ? 'sum(total) / sum(samples)' : 'sum(total)';
  const { rows } = await pool.query<{ timestamp: Date; value: number }>(
    `SELECT date_bin(make_interval(mins => $2::int), bucket, 'epoch') AS timestamp, ${value} AS value
     FROM analytics_metric_rollup_1m WHERE name = $1 AND bucket >= $3 AND bucket < $4 GROUP BY 1 ORDER BY 1`,
    [query.name, query.minutes, new Date(query.nowMs - query.hours * 3_600_000), new Date(query.nowMs)],
  );
  return rows.map((row) => ({ timestamp: row.timestamp.toISOString(), value: row.value }));
}

export interface StoredRoute {
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly maximumMs: number;
  readonly histograms: number[][];
}

/** What each route of the API took in the last hours. */
export async function readRoutes(pool: Pool, hours: number, nowMs: number): Promise<StoredRoute[]> {
  const { rows } = await pool.query<StoredRoute>(
    `SELECT labels ->> 'method' AS method, labels ->> 'route' AS route, sum(value)::int AS requests,
       sum((metadata ->> 'errors')::int)::int AS errors, sum((metadata ->> 'total_ms')::double precision) AS "totalMs",
       max((metadata ->> 'max_ms')::double precision) AS "maximumMs", json_agg(metadata -> 'histogram') AS histograms
     FROM analytics_metrics
     WHERE name = 'api_requests' AND "timestamp" >= $1 AND "timestamp" <= $2 AND metadata ? 'histogram'
     GROUP BY 1, 2 ORDER BY requests DESC, route, method`,
    [new Date(nowMs - hours * 3_600_000), new Date(nowMs)],
  );
  return rows;
}

export interface ServerFigures {
  readonly transactions: number;
  readonly hitRate: number | null;
  readonly deadlocks: number;
  readonly longestMs: number | null;
  readonly atMs: number;
}

/** PostgreSQL's own counters of this database. */
export async function readServer(pool: Pool): Promise<ServerFigures> {
  const { rows } = await pool.query<ServerFigures>(
    `SELECT xact_commit + xact_rollback AS transactions, deadlocks,
       100.0::double precision * blks_hit / nullif(blks_hit + blks_read, 0) AS "hitRate",
       (SELECT max(extract(epoch FROM now() - query_start) * 1000)::double precision FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()) AS "longestMs",
       (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS "atMs"
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  return rows[0] ?? { transactions: 0, hitRate: null, deadlocks: 0, longestMs: null, atMs: 0 };
}

export interface AiSums {
  readonly requests: number;
  readonly failures: number;
  readonly latencyMs: number;
  readonly costUsd: number;
}

/** AI requests of the last hours. */
export async function readAi(pool: Pool, hours: number, nowMs: number): Promise<AiSums> {
  const { rows } = await pool.query<AiSums>(
    `SELECT coalesce(sum(samples) FILTER (WHERE name = 'ai_latency_ms'), 0)::int AS requests,
       coalesce(sum(total) FILTER (WHERE name = 'ai_failures'), 0)::int AS failures,
       coalesce(sum(total) FILTER (WHERE name = 'ai_latency_ms'), 0) AS "latencyMs",
       coalesce(sum(total) FILTER (WHERE name = 'ai_cost_usd'), 0) AS "costUsd"
     FROM analytics_metric_rollup_1m
     WHERE name IN ('ai_latency_ms', 'ai_failures', 'ai_cost_usd') AND bucket >= $1 AND bucket <= $2`,
    [new Date(nowMs - hours * 3_600_000), new Date(nowMs)],
  );
  return rows[0] ?? { requests: 0, failures: 0, latencyMs: 0, costUsd: 0 };
}

export async function hasSimulatedMetrics(pool: Pool, fromMs: number): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM analytics_metrics WHERE simulated AND name = 'cpu_usage' AND "timestamp" >= $1) AS found`,
    [new Date(fromMs)],
  );
  return rows[0]?.found ?? false;
}
