import type { Pool } from 'pg';
import { DomainError } from '#platform';
import { isCurrentAnomaly } from '../current.ts';
import type { AnomalyFound } from '../look-at-anomalies.ts';
import { goodAnswers, type Objective } from '../observation-store.ts';
import type { Slice } from './past.ts';
import type { Steps } from './steps.ts';

/** What was recorded in the past, as far back as raw rows are kept. */
export interface PastStore {
  /** A metric's values from `reachMs` before the first step on. Throws a DomainError where they are too many. */
  values(metric: string, steps: Steps, reachMs: number): Promise<Slice[]>;
  served(objective: Objective, steps: Steps, reachMs: number): Promise<Slice[]>;
  /** With the time at which each was found. */
  anomalies(steps: Steps): Promise<{ readonly foundMs: number; readonly anomaly: AnomalyFound }[]>;
}

const MOST_VALUES = 2_000_000;
const SLICE = `floor(extract(epoch FROM "timestamp") * 1000 / $4) * $4`;

export function createPastStore(pool: Pool): PastStore {
  const periodOf = ({ fromMs, toMs }: Steps, reachMs: number) => [new Date(fromMs - reachMs), new Date(toMs)];
  return {
    async values(metric, steps, reachMs) {
      const period = periodOf(steps, reachMs);
      await refuseTooMany(pool, metric, steps, period);
      const { rows } = await pool.query<Slice>(
        `SELECT (${SLICE})::float8 AS "atMs", count(*)::float8 AS count, sum(value) AS sum, max(value) AS highest,
           min(value) AS lowest, (extract(epoch FROM max("timestamp")) * 1000)::float8 AS "newestMs",
           bool_or(simulated) AS simulated
         FROM analytics_metrics WHERE name = $1 AND "timestamp" >= $2 AND "timestamp" < $3 GROUP BY 1 ORDER BY 1`,
        [metric, ...period, steps.stepMs],
      );
      return rows;
    },
    async served(objective, steps, reachMs) {
      const { rows } = await pool.query<Slice>(
        `SELECT (${SLICE})::float8 AS "atMs", sum(value) AS count, sum(${goodAnswers(objective)}) AS sum, 0 AS highest,
           0 AS lowest, 0 AS "newestMs", false AS simulated
         FROM analytics_metrics
         WHERE name = $1 AND NOT simulated AND "timestamp" >= $2 AND "timestamp" < $3 GROUP BY 1 ORDER BY 1`,
        ['api_requests', ...periodOf(steps, reachMs), steps.stepMs],
      );
      return rows;
    },
    async anomalies(steps) {
      // What is older than two days when it is found is not told to anyone.
      const { rows } = await pool.query<AnomalyRow>(
        `SELECT id, coalesce(metric, symbol, series) AS name, metric IS NULL AS is_of_market, anomaly_score, threshold,
           reason, (data_point ->> 'value')::float8 AS value, simulated, "timestamp", detected_at
         FROM anomalies
         WHERE detected_at >= $1 AND detected_at < $2 AND "timestamp" > detected_at - interval '2 days'
         ORDER BY detected_at, id`,
        periodOf(steps, 0),
      );
      return rows
        .map((row) => ({ foundMs: row.detected_at.getTime(), anomaly: toAnomaly(row) }))
        .filter(({ anomaly, foundMs }) => isCurrentAnomaly(anomaly, foundMs));
    },
  };
}

/** Counted in the rollups, which keep whole quarters of an hour: a little too many, and quickly. */
async function refuseTooMany(
  pool: Pool,
  metric: string,
  { fromMs, toMs }: Steps,
  period: readonly Date[],
): Promise<void> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT coalesce(sum(samples), 0)::float8 AS count FROM analytics_metric_rollup_15m
     WHERE name = $1 AND bucket > $2::timestamptz - interval '15 minutes' AND bucket < $3`,
    [metric, ...period],
  );
  const count = rows[0]?.count ?? 0;
  if (count <= MOST_VALUES) return;
  const hours = Math.floor(((toMs - fromMs) / 3_600_000) * (MOST_VALUES / count));
  throw new DomainError('invalid-fields', 'That is too much to look at again.', {
    errors: [
      {
        pointer: '/hours',
        message: `holds ${count} values of ${metric}, more than ${MOST_VALUES}; about ${Math.max(hours, 1)} would do`,
      },
    ],
  });
}

interface AnomalyRow {
  readonly id: number;
  readonly name: string;
  readonly is_of_market: boolean;
  readonly anomaly_score: number;
  readonly threshold: number;
  readonly reason: string | null;
  readonly value: number;
  readonly simulated: boolean;
  readonly timestamp: Date;
  readonly detected_at: Date;
}

function toAnomaly(row: AnomalyRow): AnomalyFound {
  const { id, name, threshold, value, simulated } = row;
  return {
    anomalyId: id,
    source: row.is_of_market ? 'market' : 'metric',
    name,
    detector: '',
    score: row.anomaly_score,
    threshold,
    reason: row.reason ?? '',
    value,
    at: row.timestamp.toISOString(),
    simulated,
  };
}
