import { type Database, inTransaction } from '#platform';
import type { HourRollup } from './rollup.ts';

export interface RecordStore {
  /** Writes requests, each a `RequestRow` in JSON, and rollups in one transaction. */
  write(rows: readonly string[], rollups: readonly HourRollup[]): Promise<void>;
}

const INSERT_REQUESTS = `
  INSERT INTO ai_requests (request_id, "timestamp", surface, request_type, principal_id, user_id, outcome, error_code,
    model, provider, cost_usd, reference_cost_usd, latency_ms, first_token_ms, cache, simulated, usage, attempts, decision)
  SELECT request_id, "timestamp", surface, request_type, principal_id, user_id, outcome, error_code,
    model, provider, cost_usd, reference_cost_usd, latency_ms, first_token_ms, cache, simulated,
    usage, attempts, decision
  FROM json_to_recordset($1::json) AS r(request_id text, "timestamp" timestamptz, surface text, request_type text,
    principal_id text, user_id text, outcome text, error_code text, model text, provider text, cost_usd numeric,
    reference_cost_usd numeric, latency_ms float8, first_token_ms float8, cache text, simulated boolean, usage jsonb,
    attempts jsonb, decision json)`;

const SUM_OF = (column: string) =>
  `(SELECT array_agg(a + b ORDER BY i) FROM unnest(h.${column}, excluded.${column}) WITH ORDINALITY AS t(a, b, i))`;

const UPSERT_HOUR = `
  INSERT INTO ai_model_hours AS h (hour, model, request_type, simulated, calls, successes, errors, latency_ms_sum,
    latency_histogram, first_token_histogram, cost_usd, input_tokens, output_tokens)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (hour, model, request_type, simulated) DO UPDATE SET
    calls = h.calls + excluded.calls,
    successes = h.successes + excluded.successes,
    errors = coalesce((
      SELECT jsonb_object_agg(key, total) FROM (
        SELECT key, sum(value::numeric) AS total
        FROM (SELECT * FROM jsonb_each_text(h.errors) UNION ALL SELECT * FROM jsonb_each_text(excluded.errors)) AS pairs
        GROUP BY key) AS sums), '{}'),
    latency_ms_sum = h.latency_ms_sum + excluded.latency_ms_sum,
    latency_histogram = ${SUM_OF('latency_histogram')},
    first_token_histogram = ${SUM_OF('first_token_histogram')},
    cost_usd = h.cost_usd + excluded.cost_usd,
    input_tokens = h.input_tokens + excluded.input_tokens,
    output_tokens = h.output_tokens + excluded.output_tokens,
    updated_at = now()`;

export function createRecordStore({ pool }: Database): RecordStore {
  return {
    write: (rows, rollups) =>
      inTransaction(pool, async (client) => {
        // A crash of the database may cost the last moments, as one of this process does. Budgets are booked apart.
        await client.query('SET LOCAL synchronous_commit = off');
        if (rows.length > 0) await client.query(INSERT_REQUESTS, [`[${rows.join(',')}]`]);
        // In key order, so that processes that write the same hour never wait for each other in a circle.
        const sorted = [...rollups].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
        for (const rollup of sorted) await client.query(UPSERT_HOUR, valuesOf(rollup));
      }),
  };
}

function keyOf({ hour, model, requestType }: HourRollup): string {
  return `${hour}|${model}|${requestType}`;
}

function valuesOf(rollup: HourRollup): unknown[] {
  return [
    rollup.hour,
    rollup.model,
    rollup.requestType,
    rollup.simulated,
    rollup.calls,
    rollup.successes,
    JSON.stringify(rollup.errors),
    rollup.latencyMsSum,
    [...rollup.latencyHistogram],
    [...rollup.firstTokenHistogram],
    rollup.costUsd,
    rollup.inputTokens,
    rollup.outputTokens,
  ];
}
