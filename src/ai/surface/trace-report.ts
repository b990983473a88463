import type { RequestTrace } from '#contracts/ai-operations';
import type { RequestRow } from '../record/request-row.ts';
import { unpack } from '../record/stored-decision.ts';

/** One request as `GET /ai/decisions` shows it. */
export function traceOf(row: RequestRow): RequestTrace {
  return {
    request_id: row.request_id,
    timestamp: new Date(row.timestamp).toISOString(),
    surface: row.surface as RequestTrace['surface'],
    request_type: row.request_type as RequestTrace['request_type'],
    outcome: row.outcome,
    error: row.error_code,
    model: row.model,
    provider: row.provider,
    cost_usd: row.cost_usd,
    reference_cost_usd: row.reference_cost_usd,
    latency_ms: row.latency_ms,
    time_to_first_token_ms: row.first_token_ms,
    cache: row.cache,
    simulated: row.simulated,
    usage: row.usage,
    attempts: [...row.attempts],
    decision: row.decision === null ? null : unpack(row.decision),
  };
}
