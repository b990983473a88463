import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#platform';
import {
  type CalibrationSums,
  COMBINED,
  type ScorablePrediction,
  type ScoreSums,
  scorePredictions,
} from './scoring.ts';

/** Sums as stored, with the times of the first and last prediction in them. */
export type StoredScore = ScoreSums & { readonly firstAt: Date; readonly lastAt: Date };

export interface Waiting {
  readonly count: number;
  readonly nextDue: Date | null;
}

/** A prediction with the price that came of it, in the shares of its current price. */
export interface Matured {
  readonly prediction: ScorablePrediction;
  readonly actual: number;
}

/** The only place that reads and writes what predictions were worth. */
export interface ScoreStore {
  /** Predictions whose horizon has passed by then and that are not scored, after an id, in order of ids. */
  due(byMs: number, afterId: string, limit: number): Promise<ScorablePrediction[]>;
  /**
   * Scores predictions, each exactly once: whoever marks a prediction adds it to the sums, in one transaction. Returns
   * how many this call scored.
   */
  score(found: readonly Matured[]): Promise<number>;
  scores(simulated: boolean, horizonHours: number | undefined): Promise<StoredScore[]>;
  calibration(simulated: boolean, horizonHours: number | undefined): Promise<CalibrationSums[]>;
  waiting(simulated: boolean, horizonHours: number | undefined): Promise<Waiting>;
}

export function createScoreStore(pool: Pool): ScoreStore {
  return {
    async due(byMs, afterId, limit) {
      const { rows } = await pool.query<ScorablePrediction>(
        `SELECT id::text, symbol, horizon_hours AS "horizonHours", simulated, base_date::text AS "baseDate", sessions,
           current_price AS "currentPrice", predicted_price AS "predictedPrice", p_up AS "pUp", details, intervals
         FROM predictions
         WHERE prediction_type = 'price' AND actual_price IS NULL AND prediction_timestamp <= $1 AND id > $2
           AND base_date IS NOT NULL
         ORDER BY predictions.id LIMIT $3`,
        [new Date(byMs), afterId, limit],
      );
      return rows;
    },
    score: (found) => inTransaction(pool, (client) => score(client, found)),
    async scores(simulated, horizonHours) {
      const { rows } = await pool.query<StoredScore>(
        `SELECT model, horizon_hours AS "horizonHours", simulated, n::float8 AS n,
           ARRAY[inside_50, inside_80, inside_90, inside_95]::float8[] AS inside,
           absolute_error AS "absoluteError", naive_absolute_error AS "naiveAbsoluteError",
           squared_error AS "squaredError", naive_squared_error AS "naiveSquaredError",
           brier, base_brier AS "baseBrier", first_at AS "firstAt", last_at AS "lastAt"
         FROM prediction_scores WHERE simulated = $1 AND ($2::int IS NULL OR horizon_hours = $2)
         ORDER BY horizon_hours, model <> '${COMBINED}', model`,
        [simulated, horizonHours],
      );
      return rows;
    },
    async calibration(simulated, horizonHours) {
      const { rows } = await pool.query<CalibrationSums>(
        `SELECT horizon_hours AS "horizonHours", simulated, bin, n::float8 AS n, said, rose::float8 AS rose
         FROM prediction_calibration WHERE simulated = $1 AND ($2::int IS NULL OR horizon_hours = $2)
         ORDER BY horizon_hours, bin`,
        [simulated, horizonHours],
      );
      return rows;
    },
    async waiting(simulated, horizonHours) {
      const { rows } = await pool.query<Waiting>(
        `SELECT count(*)::int AS count, min(prediction_timestamp) AS "nextDue" FROM predictions
         WHERE prediction_type = 'price' AND actual_price IS NULL AND simulated = $1
           AND ($2::int IS NULL OR horizon_hours = $2)`,
        [simulated, horizonHours],
      );
      return rows[0] ?? { count: 0, nextDue: null };
    },
  };
}

async function score(client: PoolClient, found: readonly Matured[]): Promise<number> {
  const { rows } = await client.query<{ id: string; timestamp: Date }>(
    `UPDATE predictions SET actual_price = given.actual, scored_at = now()
     FROM unnest($1::bigint[], $2::float8[]) AS given (id, actual)
     WHERE predictions.id = given.id AND actual_price IS NULL
     RETURNING predictions.id::text, "timestamp"`,
    [found.map(({ prediction }) => prediction.id), found.map(({ actual }) => actual)],
  );
  if (rows.length === 0) return 0;
  const mine = new Set(rows.map(({ id }) => id));
  const times = rows.map(({ timestamp }) => timestamp.getTime());
  const span = [new Date(Math.min(...times)), new Date(Math.max(...times))] as const;
  const { models, calibration } = scorePredictions(found.filter(({ prediction }) => mine.has(prediction.id)));
  // In one order everywhere, so that two workers never wait for each other.
  const byKey = <T>(items: readonly T[], key: (item: T) => string) =>
    items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const sums of byKey(models, (it) => `${it.model} ${it.horizonHours} ${it.simulated}`))
    await addScore(client, sums, span);
  for (const sums of byKey(calibration, (it) => `${it.horizonHours} ${it.simulated} ${it.bin}`))
    await addCalibration(client, sums);
  return rows.length;
}

async function addScore(
  client: PoolClient,
  it: ScoreSums,
  [first, last]: readonly [Date, Date],
): Promise<void> {
  const sums = [
    it.n,
    ...it.inside,
    it.absoluteError,
    it.naiveAbsoluteError,
    it.squaredError,
    it.naiveSquaredError,
    it.brier,
    it.baseBrier,
  ];
  await client.query(
    `INSERT INTO prediction_scores AS old (model, horizon_hours, simulated, n, inside_50, inside_80, inside_90, inside_95,
       absolute_error, naive_absolute_error, squared_error, naive_squared_error, brier, base_brier, first_at, last_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (model, horizon_hours, simulated) DO UPDATE SET
       n = old.n + excluded.n, inside_50 = old.inside_50 + excluded.inside_50,
       inside_80 = old.inside_80 + excluded.inside_80, inside_90 = old.inside_90 + excluded.inside_90,
       inside_95 = old.inside_95 + excluded.inside_95, absolute_error = old.absolute_error + excluded.absolute_error,
       naive_absolute_error = old.naive_absolute_error + excluded.naive_absolute_error,
       squared_error = old.squared_error + excluded.squared_error,
       naive_squared_error = old.naive_squared_error + excluded.naive_squared_error,
       brier = old.brier + excluded.brier, base_brier = old.base_brier + excluded.base_brier,
       first_at = least(old.first_at, excluded.first_at), last_at = greatest(old.last_at, excluded.last_at)`,
    [it.model, it.horizonHours, it.simulated, ...sums, first, last],
  );
}

async function addCalibration(client: PoolClient, it: CalibrationSums): Promise<void> {
  await client.query(
    `INSERT INTO prediction_calibration AS old (horizon_hours, simulated, bin, n, said, rose) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (horizon_hours, simulated, bin) DO UPDATE SET
       n = old.n + excluded.n, said = old.said + excluded.said, rose = old.rose + excluded.rose`,
    [it.horizonHours, it.simulated, it.bin, it.n, it.said, it.rose],
  );
}
