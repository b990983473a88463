import type { AttemptReport, Candidate, Decision, Usage as WireUsage } from '#contracts/ai';
import type { Usage } from '../chat.ts';
import type { Attempt } from '../execution/attempt.ts';
import { rejectedCandidate } from '../record/stored-decision.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';

export function toDecision({ strategy }: Task, decision: RouteDecision | null): Decision {
  if (decision === null) return { strategy, chosen: null, reasons: [], candidates: [], decided_in_us: 0 };
  const ranked = decision.ranking.map(toCandidate);
  const rejected = decision.rejected.map(({ model, reason }) =>
    rejectedCandidate(model.id, model.provider, reason),
  );
  return {
    strategy,
    chosen: decision.ranking[0]?.model.id ?? null,
    reasons: [...decision.reasons],
    candidates: [...ranked, ...rejected],
    decided_in_us: decision.decidedInUs,
  };
}

function toCandidate(ranked: Ranked): Candidate {
  return {
    model: ranked.model.id,
    provider: ranked.model.provider,
    rejected: null,
    utility: round(ranked.utility, 6),
    quality: round(ranked.quality, 4),
    expected_cost_usd: round(ranked.expectedCostUsd, 9),
    worst_cost_usd: round(ranked.worstCostUsd, 9),
    expected_latency_ms: round(ranked.expectedLatencyMs, 0),
    reliability: round(ranked.reliability, 4),
  };
}

export function toAttemptReport(attempt: Attempt): AttemptReport {
  const result = attempt.result;
  const failure = result === null || result.outcome === 'success' ? null : result.outcome;
  return {
    model: attempt.candidate.model.id,
    provider: attempt.candidate.model.provider,
    outcome: result === null ? 'running' : (failure?.kind ?? 'success'),
    detail: failure?.message ?? null,
    latency_ms: round(result?.latencyMs ?? 0),
    cost_usd: result?.costUsd ?? 0,
    hedge: attempt.hedge,
  };
}

export function toWireUsage(usage: Usage): WireUsage {
  return {
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    reported: usage.reported,
  };
}

export function round(value: number, digits = 3): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
