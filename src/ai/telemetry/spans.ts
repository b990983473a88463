import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { DomainError, type Tracing } from '#platform';
import type { Attempt } from '../execution/attempt.ts';
import type { Outcome } from '../router.ts';
import type { Task } from '../routing/task.ts';

/** Names of the vendors in OpenTelemetry's conventions for generative AI; a server of one's own has its own name. */
const PROVIDERS: Readonly<Record<string, string>> = { google: 'gcp.gemini' };

/**
 * Told when a request has just ended: one span for a request and one for each upstream call within it, by the conventions `gen_ai.*`. Prompts and answers are
 * in none of them, nor the providers' error texts, which may quote them.
 */
export function traceRequest(outcome: Outcome, { tracer, within }: Tracing): void {
  const { task, error, latencyMs, endedAtMs } = outcome;
  const startTime = endedAtMs - latencyMs;
  const span = tracer.startSpan(`route ${task.requestType}`, {
    kind: SpanKind.INTERNAL,
    startTime,
    attributes: requestAttributes(outcome),
  });
  if (error !== null) {
    span.setAttribute('error.type', error instanceof DomainError ? error.code : 'aborted');
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  // Attempts are timed on the monotonic clock; the request has just ended on both.
  const wallOffsetMs = endedAtMs - performance.now();
  for (const attempt of outcome.attempts) traceAttempt(attempt, task, wallOffsetMs);
  span.end(endedAtMs);

  function traceAttempt(attempt: Attempt, { request }: Task, offsetMs: number): void {
    const { result, startedAt, candidate } = attempt;
    if (result === null) return;
    const call = tracer.startSpan(
      `chat ${candidate.model.wireName}`,
      {
        kind: SpanKind.CLIENT,
        startTime: startedAt + offsetMs,
        attributes: attemptAttributes(attempt, request),
      },
      within(span),
    );
    if (result.outcome !== 'success') {
      call.setAttribute('error.type', result.outcome.kind);
      call.setStatus({ code: SpanStatusCode.ERROR });
    }
    call.end(startedAt + offsetMs + result.latencyMs);
  }
}

function requestAttributes({ task, cache, costUsd, candidate }: Outcome): Attributes {
  return {
    'richesreach.request_id': task.requestId,
    'richesreach.surface': task.surface,
    'richesreach.request_type': task.requestType,
    'richesreach.strategy': task.strategy,
    'richesreach.cache': cache,
    'richesreach.cost_usd': costUsd,
    ...(candidate === null ? {} : { 'richesreach.model': candidate.model.id }),
  };
}

function attemptAttributes({ candidate, hedge, result }: Attempt, request: Task['request']): Attributes {
  const { model } = candidate;
  const { usage = null, finishReason = null, firstTokenMs = null, costUsd = 0 } = result ?? {};
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDERS[model.provider] ?? model.provider,
    'gen_ai.request.model': model.wireName,
    'gen_ai.request.max_tokens': request.maxTokens,
    'gen_ai.output.type':
      request.response_format === undefined || request.response_format.type === 'text' ? 'text' : 'json',
    ...(request.temperature == null ? {} : { 'gen_ai.request.temperature': request.temperature }),
    ...(request.top_p == null ? {} : { 'gen_ai.request.top_p': request.top_p }),
    ...(request.seed == null ? {} : { 'gen_ai.request.seed': request.seed }),
    ...((request.n ?? 1) === 1 ? {} : { 'gen_ai.request.choice.count': request.n ?? 1 }),
    ...(finishReason === null ? {} : { 'gen_ai.response.finish_reasons': [finishReason] }),
    ...(usage === null
      ? {}
      : {
          'gen_ai.usage.input_tokens': usage.inputTokens,
          'gen_ai.usage.output_tokens': usage.outputTokens,
          'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens,
        }),
    ...(firstTokenMs === null ? {} : { 'richesreach.time_to_first_token_ms': firstTokenMs }),
    'richesreach.cost_usd': costUsd,
    'richesreach.hedge': hedge,
  };
}
