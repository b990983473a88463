import type { AttemptReport, Usage } from '#contracts/ai';
import { DomainError } from '#platform';
import { costUsd } from '../catalogue/cost.ts';
import type { Model } from '../catalogue/model.ts';
import type { Outcome } from '../router.ts';
import { toAttemptReport, toWireUsage } from '../surface/report.ts';
import { pack, type StoredDecision } from './stored-decision.ts';

/** One request as the table holds it. */
export interface RequestRow {
  readonly request_id: string;
  readonly timestamp: string;
  readonly surface: string;
  readonly request_type: string;
  readonly principal_id: string;
  readonly user_id: string | null;
  readonly outcome: 'success' | 'failure';
  readonly error_code: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly cost_usd: number;
  readonly reference_cost_usd: number | null;
  readonly latency_ms: number;
  readonly first_token_ms: number | null;
  readonly cache: string;
  readonly simulated: boolean;
  readonly usage: Usage | null;
  readonly attempts: readonly AttemptReport[];
  readonly decision: StoredDecision | null;
}

export function toRow(
  outcome: Outcome,
  reference: Model | null,
  simulated: boolean,
  nowMs: number,
): RequestRow {
  const { task, candidate, error, usage } = outcome;
  return {
    request_id: task.requestId,
    timestamp: new Date(nowMs).toISOString(),
    surface: task.surface,
    request_type: task.requestType,
    principal_id: task.principalId,
    user_id: task.user,
    outcome: error === null ? 'success' : 'failure',
    error_code: error === null ? null : error instanceof DomainError ? error.code : 'internal',
    model: candidate?.model.id ?? null,
    provider: candidate?.model.provider ?? null,
    cost_usd: outcome.costUsd,
    reference_cost_usd:
      usage === null || reference?.price == null
        ? null
        : costUsd(reference.price, { ...usage, serviceTier: null }),
    latency_ms: outcome.latencyMs,
    first_token_ms: outcome.firstTokenMs,
    cache: outcome.cache,
    simulated,
    usage: usage === null ? null : toWireUsage(usage),
    attempts: outcome.attempts.map(toAttemptReport),
    decision: outcome.decision === null ? null : pack(task, outcome.decision),
  };
}
