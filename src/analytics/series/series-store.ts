import type { Pool } from 'pg';

/** Sums of one metric in one bucket; `bucket` counts from 0 in the starts asked for. */
export interface BucketSums {
  readonly bucket: number;
  readonly samples: number;
  readonly total: number;
  readonly maximum: number;
  readonly last: number;
}

export async function sumMetric(pool: Pool, name: string, starts: readonly number[]): Promise<BucketSums[]> {
  const dates = starts.map((start) => new Date(start));
  const { rows } = await pool.query<BucketSums>(
    `SELECT width_bucket(bucket, $2::timestamptz[]) - 1 AS bucket, sum(samples)::double precision AS samples,
       sum(total) AS total, max(maximum) AS maximum, (array_agg(last_value ORDER BY last_at DESC))[1] AS last
     FROM analytics_metric_rollup_15m
     WHERE name = $1 AND bucket >= $3 AND bucket < $4
     GROUP BY 1 ORDER BY 1`,
    [name, dates, dates[0], dates.at(-1)],
  );
  return rows;
}

/** When a metric was recorded first, and of which type it was last; undefined where it never was. */
export async function readMetricFacts(
  pool: Pool,
  name: string,
): Promise<{ firstMs: number; type: string; simulated: boolean } | undefined> {
  const { rows } = await pool.query<{ first: Date | null; type: string | null; simulated: boolean | null }>(
    `SELECT (SELECT min(bucket) FROM analytics_metric_rollup_15m WHERE name = $1) AS first, newest.metric_type AS type,
       newest.simulated
     FROM (SELECT 1) AS one LEFT JOIN LATERAL (
       SELECT metric_type, simulated FROM analytics_metrics WHERE name = $1 ORDER BY "timestamp" DESC LIMIT 1
     ) AS newest ON true`,
    [name],
  );
  const { first = null, type, simulated } = rows[0] ?? {};
  return first === null
    ? undefined
    : { firstMs: first.getTime(), type: type ?? 'gauge', simulated: simulated ?? false };
}

/** When one of some events was recorded first, and whether demo users are among those who were active. */
export async function readEventFacts(
  pool: Pool,
  eventTypes: readonly string[],
): Promise<{ firstMs: number; simulated: boolean } | undefined> {
  const { rows } = await pool.query<{ first: Date | null; simulated: boolean }>(
    `SELECT min(bucket) AS first,
       EXISTS (SELECT FROM analytics_user_bitmaps WHERE kind = 'simulated' AND users > 0) AS simulated
     FROM analytics_event_rollup_15m WHERE event_type = ANY ($1)`,
    [eventTypes],
  );
  const row = rows[0];
  return row?.first == null ? undefined : { firstMs: row.first.getTime(), simulated: row.simulated };
}

/** When anybody was active first. */
export async function readActivityFacts(
  pool: Pool,
): Promise<{ firstMs: number; simulated: boolean } | undefined> {
  const { rows } = await pool.query<{ first: Date | null; simulated: boolean }>(
    `SELECT (SELECT min(bucket) FROM analytics_user_bitmaps WHERE kind = 'active' AND grain = 'quarter') AS first,
       EXISTS (SELECT FROM analytics_user_bitmaps WHERE kind = 'simulated' AND users > 0) AS simulated`,
  );
  const row = rows[0];
  return row?.first == null ? undefined : { firstMs: row.first.getTime(), simulated: row.simulated };
}

/** Names of metrics that were ever recorded. */
export async function readMetricNames(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `WITH RECURSIVE names AS (
       (SELECT name FROM analytics_metric_rollup_15m ORDER BY name LIMIT 1)
       UNION ALL
       SELECT (SELECT name FROM analytics_metric_rollup_15m AS next WHERE next.name > names.name ORDER BY name LIMIT 1)
       FROM names WHERE names.name IS NOT NULL
     ) SELECT name FROM names WHERE name IS NOT NULL LIMIT 1000`,
  );
  return rows.map(({ name }) => name);
}
