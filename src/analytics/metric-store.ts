import type { Pool } from 'pg';

export interface LatestMetric {
  readonly value: number;
  readonly labels: Record<string, string>;
  readonly metric_type: string;
  readonly timestamp: string;
}

/** Reads stored metrics. */
export interface MetricStore {
  /** The newest value of each name; names never recorded are left out. */
  latest(names: readonly string[]): Promise<Record<string, LatestMetric>>;
}

export function createMetricStore(pool: Pool): MetricStore {
  return {
    async latest(names) {
      const { rows } = await pool.query<{
        name: string;
        value: number;
        labels: Record<string, string>;
        metric_type: string;
        timestamp: Date;
      }>(
        `SELECT wanted.name, newest.value, newest.labels, newest.metric_type, newest.timestamp
         FROM unnest($1::text[]) AS wanted(name)
         CROSS JOIN LATERAL (
           SELECT value, labels, metric_type, timestamp FROM analytics_metrics
           WHERE name = wanted.name ORDER BY timestamp DESC LIMIT 1
         ) AS newest`,
        [names],
      );
      return Object.fromEntries(
        rows.map(({ name, timestamp, ...rest }) => [name, { ...rest, timestamp: timestamp.toISOString() }]),
      );
    },
  };
}
