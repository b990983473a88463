import type { RouteMetadata, RouteResponse } from '#contracts/ai';
import type { Completion } from '../chat.ts';
import type { ComposedReport } from '../context/compose.ts';
import type { Outcome } from '../router.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Task } from '../routing/task.ts';
import { round, toAttemptReport, toDecision, toWireUsage } from './report.ts';

export interface ReplyInputs {
  readonly task: Task;
  readonly context: ComposedReport;
  readonly counted: 'bound' | 'tokenizer';
  readonly simulated: boolean;
  readonly timestamp: string;
}

/** What `POST /ai/route` answers. */
export function toRouteResponse(
  inputs: ReplyInputs,
  outcome: Outcome,
  completion: Completion,
): RouteResponse {
  const { usage, candidate, finishReason, firstTokenMs } = outcome;
  return {
    request_id: inputs.task.requestId,
    model_used: candidate?.model.id ?? null,
    response: completion.text,
    tokens_used: usage === null ? 0 : usage.inputTokens + usage.outputTokens,
    cost: outcome.costUsd,
    latency_ms: round(outcome.latencyMs),
    timestamp: inputs.timestamp,
    metadata: {
      ...metadataOf(inputs, outcome.decision),
      provider: candidate?.model.provider ?? null,
      cache: outcome.cache,
      finish_reason: finishReason,
      truncated: finishReason === 'length',
      time_to_first_token_ms: firstTokenMs === null ? null : round(firstTokenMs),
      usage: usage === null ? null : toWireUsage(usage),
      attempts: outcome.attempts.map(toAttemptReport),
    },
  };
}

/** A `dry_run`: everything the decision knows, and nobody was asked. */
export function toDryRun(inputs: ReplyInputs, decision: RouteDecision): RouteResponse {
  return {
    request_id: inputs.task.requestId,
    model_used: null,
    response: null,
    tokens_used: 0,
    cost: 0,
    latency_ms: round(decision.decidedInUs / 1_000),
    timestamp: inputs.timestamp,
    metadata: metadataOf(inputs, decision),
  };
}

function metadataOf(
  { task, context, counted, simulated }: ReplyInputs,
  decision: RouteDecision | null,
): RouteMetadata {
  const { pin } = task;
  return {
    provider: null,
    request_type: task.requestType,
    simulated,
    cache: 'off',
    finish_reason: null,
    truncated: false,
    time_to_first_token_ms: null,
    alias:
      pin?.alias == null
        ? null
        : { requested: pin.alias.name, model: pin.model.id, reason: pin.alias.reason },
    usage: null,
    attempts: [],
    context: {
      template: context.template,
      window_tokens: context.windowTokens,
      budget_tokens: context.budgetTokens,
      used_tokens: context.usedTokens,
      counted,
      trimmed: [...context.trimmed],
    },
    decision: toDecision(task, decision),
  };
}
