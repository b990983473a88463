import type { Prior } from '../catalogue/model.ts';
import { createHistogram, type Histogram, quantile, record } from './histogram.ts';
import { type Past, PRIOR_CALLS, PRIOR_TOKENS } from './past.ts';

/** What recent traffic showed of one model. Old evidence fades, so that a recovered model is trusted again. */
export interface ModelLive {
  /** Folds in one finished upstream call. */
  observe(call: ObservedCall, nowMs: number): void;
  /** The beliefs scoring works with; the prior where nothing was seen. */
  beliefs(nowMs: number): Beliefs;
  /** When an answer that has not begun is late: the p95 of recent ones, once enough were seen. */
  lateAfterMs(stream: boolean): number | null;
}

export interface ObservedCall {
  readonly success: boolean;
  /** False for failures that are the caller's own; they say nothing of the model. */
  readonly counts: boolean;
  readonly latencyMs: number;
  /** Null where no token came, or where the answer came whole. */
  readonly firstTokenMs: number | null;
  readonly outputTokens: number;
}

export interface Beliefs {
  readonly reliability: number;
  readonly firstTokenMs: number;
  readonly msPerToken: number;
  /** Recent calls behind the reliability, after fading. */
  readonly evidence: number;
  readonly successes: number;
}

const MIN_SAMPLES = 20;
const LATE_QUANTILE = 0.95;
export const HALF_LIFE_MS = 10 * 60_000;

/** `past` is what other processes, or this one before its start, saw until `atMs`. */
export function createModelLive(prior: Prior, past: Past, atMs: number): ModelLive {
  const firstTokens: Histogram = createHistogram(past.firstTokens);
  /** Whole answers show nothing before their end. */
  const wholes: Histogram = createHistogram();
  let wholeCount = past.timed - past.streams;
  let seenAtMs = atMs;
  let { calls, successes, timed, tokens, tokenMs, firstTokenMsSum: firstTokenSum } = past;

  function fade(nowMs: number): void {
    if (nowMs - seenAtMs < 1_000) return;
    const factor = 0.5 ** ((nowMs - seenAtMs) / HALF_LIFE_MS);
    seenAtMs = nowMs;
    calls *= factor;
    successes *= factor;
    timed *= factor;
    firstTokenSum *= factor;
    tokens *= factor;
    tokenMs *= factor;
    wholeCount *= factor;
    for (const histogram of [firstTokens, wholes])
      for (const [bucket, count] of histogram.entries()) histogram[bucket] = count * factor;
  }

  return {
    observe(call, nowMs) {
      fade(nowMs);
      if (!call.counts) return;
      calls += 1;
      if (!call.success) return;
      successes += 1;
      // A whole answer hides its first token; its share is what the pace of the tokens leaves over.
      const pace = call.outputTokens * (1_000 / prior.tokensPerSecond);
      const first = call.firstTokenMs ?? Math.max(1, call.latencyMs - pace);
      timed += 1;
      firstTokenSum += first;
      if (call.firstTokenMs === null) {
        wholeCount += 1;
        record(wholes, call.latencyMs);
        return;
      }
      record(firstTokens, first);
      if (call.outputTokens < 2) return;
      tokens += call.outputTokens - 1;
      tokenMs += Math.max(0, call.latencyMs - first);
    },
    beliefs(nowMs) {
      fade(nowMs);
      const priorMsPerToken = 1_000 / prior.tokensPerSecond;
      return {
        reliability: (successes + PRIOR_CALLS * prior.reliability) / (calls + PRIOR_CALLS),
        firstTokenMs: (firstTokenSum + PRIOR_CALLS * prior.timeToFirstTokenMs) / (timed + PRIOR_CALLS),
        msPerToken: (tokenMs + PRIOR_TOKENS * priorMsPerToken) / (tokens + PRIOR_TOKENS),
        evidence: calls,
        successes,
      };
    },
    lateAfterMs(stream) {
      if ((stream ? timed - wholeCount : wholeCount) < MIN_SAMPLES) return null;
      return quantile(stream ? firstTokens : wholes, LATE_QUANTILE);
    },
  };
}
