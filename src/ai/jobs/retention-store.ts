import { type Database, inTransaction } from '#platform';

/** What a clean-up removed: rows by table. */
export interface AiCleanUp extends Readonly<Record<string, number>> {
  readonly ai_requests: number;
  readonly ai_feedback_comments: number;
  readonly ai_model_hours: number;
  readonly ai_budget_periods: number;
}

export interface RetentionStore {
  /** Raw rows before `raw` end, rollups and closed budget periods before `rollups`. Ratings stay without their words. */
  cleanUp(cutoffs: { raw: Date; rollups: Date }): Promise<AiCleanUp>;
}

/** Small enough that no statement locks or runs for long. */
const BATCH = 5_000;

/** Requests leave, and what they cost stays by day: GET /ai/spend looks further back than they do. */
const FOLD_REQUESTS = `
  WITH gone AS (
    DELETE FROM ai_requests WHERE id IN (
      SELECT id FROM ai_requests WHERE "timestamp" < $1 ORDER BY "timestamp" LIMIT $2)
    RETURNING "timestamp", model, simulated, cache, cost_usd, reference_cost_usd
  ), folded AS (
    INSERT INTO ai_spend_days AS d (day, model, simulated, requests, cache_hits, cost_usd, reference_cost_usd)
    SELECT ("timestamp" AT TIME ZONE 'UTC')::date, coalesce(model, ''), simulated, count(*),
      count(*) FILTER (WHERE cache IN ('hit', 'shared')), sum(cost_usd), sum(coalesce(reference_cost_usd, cost_usd))
    FROM gone GROUP BY 1, 2, 3
    ON CONFLICT (day, model, simulated) DO UPDATE SET
      requests = d.requests + excluded.requests,
      cache_hits = d.cache_hits + excluded.cache_hits,
      cost_usd = d.cost_usd + excluded.cost_usd,
      reference_cost_usd = d.reference_cost_usd + excluded.reference_cost_usd)
  SELECT count(*) AS rows FROM gone`;

export function createRetentionStore({ pool }: Pick<Database, 'pool'>): RetentionStore {
  const changed = async (sql: string, before: Date) => (await pool.query(sql, [before])).rowCount ?? 0;

  async function foldRequests(before: Date): Promise<number> {
    for (let total = 0; ; ) {
      const rows = await inTransaction(pool, async (client) => {
        const folded = await client.query<{ rows: number }>(FOLD_REQUESTS, [before, BATCH]);
        return folded.rows[0]?.rows ?? 0;
      });
      total += rows;
      if (rows < BATCH) return total;
    }
  }

  return {
    cleanUp: async ({ raw, rollups }) => ({
      ai_requests: await foldRequests(raw),
      ai_feedback_comments: await changed(
        'UPDATE ai_feedback SET comment = NULL WHERE created_at < $1 AND comment IS NOT NULL',
        raw,
      ),
      ai_model_hours: await changed('DELETE FROM ai_model_hours WHERE hour < $1', rollups),
      ai_budget_periods: await changed('DELETE FROM ai_budget_periods WHERE period_start < $1', rollups),
      ai_spend_days: await changed('DELETE FROM ai_spend_days WHERE day < $1', rollups),
    }),
  };
}
