import type { Database } from '#platform';
import type { RequestRow } from './request-row.ts';

export interface ModelTotals {
  readonly model: string;
  readonly request_type: string;
  readonly calls: number;
  readonly successes: number;
  readonly errors: Record<string, number>;
  readonly latency_ms_sum: number;
  readonly latency_histogram: number[];
  readonly first_token_histogram: number[];
  readonly cost_usd: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly updated_at: Date;
  readonly hour: Date;
}

export interface SpendRow {
  readonly date: string;
  readonly model: string | null;
  readonly requests: number;
  readonly cache_hits: number;
  readonly cost_usd: number;
  readonly reference_cost_usd: number;
  readonly simulated: boolean;
}

/** What was recorded, read back. */
export interface HistoryStore {
  /** Hourly rollups since a moment. */
  hours(since: Date): Promise<ModelTotals[]>;
  /** The same of simulated calls only, or of real ones only. */
  hoursOf(since: Date, simulated: boolean): Promise<ModelTotals[]>;
  /** The latest requests, newest first. */
  latest(limit: number): Promise<RequestRow[]>;
  find(requestId: string): Promise<RequestRow | null>;
  /** Requests and money per UTC day and model. */
  spend(since: Date): Promise<SpendRow[]>;
}

const COLUMNS = `request_id, "timestamp", surface, request_type, principal_id, user_id, outcome, error_code, model, provider,
  cost_usd::float8 AS cost_usd, reference_cost_usd::float8 AS reference_cost_usd, latency_ms, first_token_ms, cache,
  simulated, usage, attempts, decision`;

const HOURS = `SELECT model, request_type, calls, successes, errors, latency_ms_sum, latency_histogram,
  first_token_histogram, cost_usd::float8 AS cost_usd, input_tokens, output_tokens, updated_at, hour FROM ai_model_hours`;

export function createHistoryStore({ pool }: Database): HistoryStore {
  return {
    async hours(since) {
      const { rows } = await pool.query<ModelTotals>(`${HOURS} WHERE hour >= $1 ORDER BY hour`, [since]);
      return rows;
    },
    async hoursOf(since, simulated) {
      const { rows } = await pool.query<ModelTotals>(
        `${HOURS} WHERE hour >= $1 AND simulated = $2 ORDER BY hour`,
        [since, simulated],
      );
      return rows;
    },
    async latest(limit) {
      const { rows } = await pool.query<RequestRow>(
        `SELECT ${COLUMNS} FROM ai_requests ORDER BY "timestamp" DESC, id DESC LIMIT $1`,
        [limit],
      );
      return rows;
    },
    async find(requestId) {
      const { rows } = await pool.query<RequestRow>(
        `SELECT ${COLUMNS} FROM ai_requests WHERE request_id = $1 ORDER BY id DESC LIMIT 1`,
        [requestId],
      );
      return rows[0] ?? null;
    },
    async spend(since) {
      const { rows } = await pool.query<SpendRow>(
        `SELECT to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, model, count(*) AS requests,
           count(*) FILTER (WHERE cache IN ('hit', 'shared')) AS cache_hits, sum(cost_usd)::float8 AS cost_usd,
           coalesce(sum(coalesce(reference_cost_usd, cost_usd)), 0)::float8 AS reference_cost_usd,
           bool_or(simulated) AS simulated
         FROM ai_requests WHERE "timestamp" >= $1 GROUP BY 1, 2
         UNION ALL
         SELECT day::text, nullif(model, ''), requests, cache_hits, cost_usd::float8, reference_cost_usd::float8, simulated
         FROM ai_spend_days WHERE day >= ($1 AT TIME ZONE 'UTC')::date
         ORDER BY 1`,
        [since],
      );
      return rows;
    },
  };
}
