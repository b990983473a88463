import type { AttemptReport, Candidate, Decision, Usage } from '#contracts/ai';
import { DomainError } from '#platform';
import { costUsd } from '../catalogue/cost.ts';
import type { Model } from '../catalogue/model.ts';
import type { Outcome } from '../router.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';
import { round, toAttemptReport, toWireUsage } from '../surface/report.ts';

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

/** A decision without its repeated names: 21 candidates in a kilobyte. */
export interface StoredDecision {
  readonly s: Decision['strategy'];
  readonly r: readonly string[];
  readonly us: number;
  readonly c: readonly (readonly (string | number | null)[])[];
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

function pack(
  { strategy }: Task,
  { ranking, rejected, reasons, decidedInUs }: RouteDecision,
): StoredDecision {
  const refused = rejected.map(({ model, reason }) => [model.id, model.provider, reason]);
  return { s: strategy, r: reasons, us: decidedInUs, c: [...ranking.map(packRanked), ...refused] };
}

function packRanked(it: Ranked): (string | number | null)[] {
  return [
    it.model.id,
    it.model.provider,
    null,
    round(it.utility, 6),
    round(it.quality, 4),
    round(it.expectedCostUsd, 9),
    round(it.worstCostUsd, 9),
    round(it.expectedLatencyMs, 0),
    round(it.reliability, 4),
  ];
}

/** The decision as the contract shows it. */
export function unpack({ s, r, us, c }: StoredDecision): Decision {
  const candidates = c.map(unpackCandidate);
  const chosen = candidates.find(({ rejected }) => rejected === null)?.model ?? null;
  return { strategy: s, chosen, reasons: [...r], candidates, decided_in_us: us };
}

function unpackCandidate([model, provider, rejected, ...figures]: readonly (
  | string
  | number
  | null
)[]): Candidate {
  const figure = (index: number) => (typeof figures[index] === 'number' ? figures[index] : null);
  return {
    model: String(model),
    provider: String(provider),
    rejected: typeof rejected === 'string' ? rejected : null,
    utility: figure(0),
    quality: figure(1),
    expected_cost_usd: figure(2),
    worst_cost_usd: figure(3),
    expected_latency_ms: figure(4),
    reliability: figure(5),
  };
}
