import type { Pool } from 'pg';

/** A metric's values, oldest first, all of one set of labels. */
export interface MetricSeries {
  readonly labels: Record<string, string>;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly simulated: boolean;
}

const MOST_LABELS = 6;

/** The sets of labels that a metric was recorded with, a few of them; those that hold the given labels. */
export async function readLabelSets(
  pool: Pool,
  metric: string,
  labels: Readonly<Record<string, string>>,
): Promise<Record<string, string>[]> {
  const { rows } = await pool.query<{ labels: Record<string, string> }>(
    `SELECT DISTINCT labels FROM analytics_metrics WHERE name = $1 AND labels @> $2::jsonb ORDER BY labels LIMIT $3`,
    [metric, JSON.stringify(labels), MOST_LABELS],
  );
  return rows.map((row) => row.labels);
}

/** The newest `limit` finite values. */
export async function readMetricSeries(
  pool: Pool,
  metric: string,
  labels: Readonly<Record<string, string>>,
  limit: number,
): Promise<MetricSeries> {
  const { rows } = await pool.query<{ ms: number; value: number; simulated: boolean }>(
    `SELECT extract(epoch FROM "timestamp")::float8 * 1000 AS ms, value, simulated FROM analytics_metrics
     WHERE name = $1 AND labels = $2::jsonb AND value > '-Infinity' AND value < 'Infinity'
     ORDER BY "timestamp" DESC, id DESC LIMIT $3`,
    [metric, JSON.stringify(labels), limit],
  );
  rows.reverse();
  return {
    labels: { ...labels },
    timesMs: Float64Array.from(rows, ({ ms }) => ms),
    values: Float64Array.from(rows, ({ value }) => value),
    simulated: rows.some(({ simulated }) => simulated),
  };
}
