import type { Pool } from 'pg';
import type { BusEvents } from '#contracts/events';
import type { StreamKind } from './streams.ts';

/** An anomaly as it is stored. */
export interface AnomalyRow {
  readonly id: number;
  readonly series: string;
  readonly symbol: string | null;
  readonly metric: string | null;
  readonly labels: Record<string, string>;
  readonly anomaly_type: StreamKind;
  readonly detector: string;
  readonly anomaly_score: number;
  readonly threshold: number;
  readonly reason: string;
  readonly data_point: { readonly value: number; readonly statistic: string | null };
  readonly simulated: boolean;
  readonly timestamp: Date;
  readonly detected_at: Date;
  readonly feedback: 'expected' | 'not_expected' | null;
  readonly feedback_by: string | null;
  readonly feedback_at: Date | null;
}

export interface AnomalyFilter {
  /** A symbol or a metric. */
  readonly name?: string | undefined;
  readonly source?: 'market' | 'metric' | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
}

/** Found anomalies: read, judged by people, told to the bus. */
export interface AnomalyStore {
  /** Newest first. */
  list(filter: AnomalyFilter): Promise<AnomalyRow[]>;
  /** Undefined where there is no such anomaly. */
  saveFeedback(
    id: number,
    feedback: 'expected' | 'not_expected',
    by: string,
  ): Promise<AnomalyRow | undefined>;
  /** Hands over what the bus was not told yet. Told again where the process dies before it is marked. */
  tell(publish: (event: BusEvents['anomaly.detected']) => void): Promise<number>;
}

const COLUMNS = `id, series, symbol, metric, labels, anomaly_type, detector, anomaly_score, threshold, reason, data_point,
  simulated, "timestamp", detected_at, feedback, feedback_by, feedback_at`;
const TOLD_AT_ONCE = 500;

export function createAnomalyStore(pool: Pool): AnomalyStore {
  return {
    async list({ name, source, fromMs, toMs, limit }) {
      const { rows } = await pool.query<AnomalyRow>(
        `SELECT ${COLUMNS} FROM anomalies
         WHERE series IS NOT NULL AND ($1::text IS NULL OR symbol = upper($1) OR metric = $1)
           AND ($2::text IS NULL OR (metric IS NOT NULL) = ($2 = 'metric'))
           AND ($3::timestamptz IS NULL OR "timestamp" >= $3) AND ($4::timestamptz IS NULL OR "timestamp" < $4)
         ORDER BY "timestamp" DESC, id DESC LIMIT $5`,
        [name, source, instant(fromMs), instant(toMs), limit],
      );
      return rows;
    },
    async saveFeedback(id, feedback, by) {
      const { rows } = await pool.query<AnomalyRow>(
        `UPDATE anomalies SET feedback = $2, feedback_by = $3, feedback_at = now(),
           is_feedback_learnt = is_feedback_learnt AND feedback IS NOT DISTINCT FROM $2
         WHERE id = $1 AND series IS NOT NULL RETURNING ${COLUMNS}`,
        [id, feedback, by],
      );
      return rows[0];
    },
    async tell(publish) {
      const { rows } = await pool.query<AnomalyRow>(
        `SELECT ${COLUMNS} FROM anomalies WHERE NOT is_told ORDER BY id LIMIT ${TOLD_AT_ONCE}`,
      );
      if (rows.length === 0) return 0;
      for (const row of rows) publish(eventOf(row));
      await pool.query('UPDATE anomalies SET is_told = true WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
      return rows.length;
    },
  };
}

function instant(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}

function eventOf(row: AnomalyRow): BusEvents['anomaly.detected'] {
  return {
    anomalyId: row.id,
    source: row.metric === null ? 'market' : 'metric',
    name: row.metric ?? row.symbol ?? row.series,
    detector: row.detector,
    score: row.anomaly_score,
    threshold: row.threshold,
    reason: row.reason,
    value: row.data_point.value,
    at: row.timestamp.toISOString(),
    simulated: row.simulated,
  };
}
