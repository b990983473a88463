import type { Pool, PoolClient } from 'pg';
import type { PricePrediction } from '#contracts/price-predictions';
import { type ChannelLog, inTransaction } from '#platform';
import { COMBINED } from './scoring.ts';

/** A prediction with the session its current price is of. */
export interface NewPrediction {
  readonly prediction: PricePrediction;
  readonly baseDate: string;
}

/** A symbol and horizon that somebody asked for, and what was last said. */
export interface FollowedPrediction {
  readonly symbol: string;
  readonly horizonHours: number;
  readonly currentPrice: number;
  readonly targetMs: number;
}

/** The only place that reads and writes price predictions; what they were worth is in the score store. */
export interface PredictionStore {
  /** Stores predictions, each once; those that are new are told on the channel, unless `quietly`. */
  add(predictions: readonly NewPrediction[], quietly?: boolean): Promise<number>;
  /** What was asked for since then, newest first, at most `limit`; what was only rehearsed is not among it. */
  followed(sinceMs: number, limit: number): Promise<FollowedPrediction[]>;
  /** Symbols whose past was rehearsed. */
  rehearsedSymbols(): Promise<Set<string>>;
  /** Registers the models in `prediction_models`. */
  registerModels(models: readonly { name: string; description: string }[], version: string): Promise<void>;
}

export function createPredictionStore(pool: Pool, channel: ChannelLog): PredictionStore {
  return {
    add: (predictions, quietly = false) =>
      inTransaction(pool, async (client) => {
        const added: PricePrediction[] = [];
        for (const it of predictions) if (await insert(client, it, quietly)) added.push(it.prediction);
        if (!quietly)
          await channel.append(
            client,
            added.map((data) => ({ type: 'predictions_update', timestamp: data.timestamp, data })),
          );
        return added.length;
      }),
    async followed(sinceMs, limit) {
      const { rows } = await pool.query<FollowedPrediction>(
        `SELECT * FROM (
           SELECT DISTINCT ON (symbol, horizon_hours) symbol, horizon_hours AS "horizonHours",
             current_price AS "currentPrice", extract(epoch FROM prediction_timestamp)::float8 * 1000 AS "targetMs", created_at
           FROM predictions WHERE prediction_type = 'price' AND created_at >= $1 AND NOT details ? 'rehearsed'
           ORDER BY symbol, horizon_hours, created_at DESC
         ) AS latest ORDER BY created_at DESC LIMIT $2`,
        [new Date(sinceMs), limit],
      );
      return rows;
    },
    async rehearsedSymbols() {
      const { rows } = await pool.query<{ symbol: string }>(
        `SELECT DISTINCT symbol FROM predictions WHERE prediction_type = 'price' AND details ? 'rehearsed'`,
      );
      return new Set(rows.map(({ symbol }) => symbol));
    },
    async registerModels(models, version) {
      await pool.query(
        `INSERT INTO prediction_models (name, version, model_type, parameters)
         SELECT name, $3, 'price', jsonb_build_object('description', description)
         FROM unnest($1::text[], $2::text[]) AS given (name, description)
         ON CONFLICT (name, version) DO UPDATE SET parameters = excluded.parameters`,
        [models.map(({ name }) => name), models.map(({ description }) => description), version],
      );
    },
  };
}

async function insert(
  client: PoolClient,
  { prediction: it, baseDate }: NewPrediction,
  rehearsed: boolean,
): Promise<boolean> {
  const details = {
    base_rate: it.base_rate,
    models: it.models,
    volatility: it.volatility,
    n_backtest: it.n_backtest,
    reason: it.reason,
    ...(rehearsed ? { rehearsed: true } : {}),
  };
  const { rowCount } = await client.query(
    `INSERT INTO predictions (symbol, horizon_hours, current_price, predicted_price, price_change, price_change_percent,
       confidence, model, intervals, details, simulated, "timestamp", prediction_timestamp, base_date, sessions, p_up)
     VALUES ($1, $2, $3, $4, $5, $6, $7, '${COMBINED}', $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
    [
      it.symbol,
      it.horizon_hours,
      it.current_price,
      it.predicted_price,
      it.price_change,
      it.price_change_percent,
      it.confidence,
      JSON.stringify(it.intervals),
      JSON.stringify(details),
      it.simulated,
      it.as_of,
      it.target_time,
      baseDate,
      it.horizon_sessions,
      it.p_up,
    ],
  );
  return rowCount === 1;
}
