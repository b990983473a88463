import type { Pool } from 'pg';
import type { MetricsSummary, RealtimeMetric } from '#contracts/analytics';

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
  /** The newest minute of each name, or of every name recorded in the last two days. */
  realtime(names: readonly string[] | undefined): Promise<Record<string, RealtimeMetric>>;
  /** How much was ever recorded; the clean-up of old rows does not lower it. */
  totals(): Promise<Omit<MetricsSummary, 'dashboards'>>;
}

const EVERY_NAME = `
  WITH RECURSIVE names AS (
    (SELECT name FROM analytics_metric_rollup_1m ORDER BY name LIMIT 1)
    UNION ALL
    SELECT (SELECT name FROM analytics_metric_rollup_1m AS next WHERE next.name > names.name ORDER BY name LIMIT 1)
    FROM names WHERE names.name IS NOT NULL
  ) SELECT name FROM names WHERE name IS NOT NULL LIMIT 1000`;

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
    async realtime(names) {
      const { rows } = await pool.query<
        Omit<RealtimeMetric, 'timestamp'> & { name: string; timestamp: Date }
      >(
        `SELECT wanted.name, newest.* FROM (${names === undefined ? EVERY_NAME : 'SELECT unnest($1::text[]) AS name'}) AS wanted
         CROSS JOIN LATERAL (
           SELECT (array_agg(last_value ORDER BY last_at DESC))[1] AS value, max(last_at) AS timestamp,
             sum(total) / sum(samples) AS average, min(minimum) AS minimum, max(maximum) AS maximum, sum(samples)::int AS samples
           FROM analytics_metric_rollup_1m AS minutes WHERE minutes.name = wanted.name
             AND bucket = (SELECT max(bucket) FROM analytics_metric_rollup_1m AS last WHERE last.name = wanted.name)
           HAVING sum(samples) > 0
         ) AS newest`,
        names === undefined ? [] : [names],
      );
      return Object.fromEntries(
        rows.map(({ name, timestamp, ...rest }) => [name, { ...rest, timestamp: timestamp.toISOString() }]),
      );
    },
    async totals() {
      const { rows } = await pool.query<
        Omit<MetricsSummary, 'dashboards' | 'last_updated'> & { last: Date | null }
      >(
        `SELECT
           (SELECT coalesce(sum(samples), 0)::bigint FROM analytics_metric_rollup_15m) AS total_metrics,
           events.total AS total_events, events.behaviors AS total_user_behavior,
           (SELECT count(*) FROM market_data) AS total_market_data,
           greatest(events.last, (SELECT max(last_at) FROM analytics_metric_rollup_1m)) AS last
         FROM (
           SELECT coalesce(sum(events), 0)::bigint AS total, coalesce(sum(behaviors), 0)::bigint AS behaviors, max(bucket) AS last
           FROM analytics_event_rollup_15m
         ) AS events`,
      );
      const { last, ...totals } = rows[0] ?? { ...NOTHING, last: null };
      return { ...totals, last_updated: last?.toISOString() ?? null };
    },
  };
}

const NOTHING = { total_metrics: 0, total_events: 0, total_user_behavior: 0, total_market_data: 0 };
