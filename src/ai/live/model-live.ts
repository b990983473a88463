import type { Model } from '../catalogue/model.ts';
import { createHistogram, type Histogram, quantile, record } from './histogram.ts';

/** What recent traffic showed of one model. Old evidence fades, so that a recovered model is trusted again. */
export interface ModelLive {
  /** Folds in one finished upstream call. */
  observe(call: ObservedCall, nowMs: number): void;
  /** The beliefs scoring works with; the catalogue's prior where nothing was seen. */
  beliefs(nowMs: number): Beliefs;
  /** Time to first token below which the share `q` of recent calls lay, once at least `MIN_SAMPLES` were seen. */
  firstTokenMs(q: number): number | null;
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

export const MIN_SAMPLES = 20;
const HALF_LIFE_MS = 10 * 60_000;
/** How many calls the prior is worth. */
const PRIOR_WEIGHT = 20;

export function createModelLive(model: Model): ModelLive {
  const prior = model.prior;
  const firstTokens: Histogram = createHistogram();
  let seenAtMs = 0;
  let calls = 0;
  let successes = 0;
  let timed = 0;
  let firstTokenSum = 0;
  let tokens = 0;
  let tokenMs = 0;

  function fade(nowMs: number): void {
    if (nowMs - seenAtMs < 1_000) return;
    const factor = seenAtMs === 0 ? 0 : 0.5 ** ((nowMs - seenAtMs) / HALF_LIFE_MS);
    seenAtMs = nowMs;
    calls *= factor;
    successes *= factor;
    timed *= factor;
    firstTokenSum *= factor;
    tokens *= factor;
    tokenMs *= factor;
    for (let index = 0; index < firstTokens.length; index += 1)
      firstTokens[index] = (firstTokens[index] ?? 0) * factor;
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
      record(firstTokens, first);
      if (call.firstTokenMs === null || call.outputTokens < 2) return;
      tokens += call.outputTokens - 1;
      tokenMs += Math.max(0, call.latencyMs - first);
    },
    beliefs(nowMs) {
      fade(nowMs);
      const priorMsPerToken = 1_000 / prior.tokensPerSecond;
      const tokenWeight = PRIOR_WEIGHT * 20;
      return {
        reliability: (successes + PRIOR_WEIGHT * prior.reliability) / (calls + PRIOR_WEIGHT),
        firstTokenMs: (firstTokenSum + PRIOR_WEIGHT * prior.timeToFirstTokenMs) / (timed + PRIOR_WEIGHT),
        msPerToken: (tokenMs + tokenWeight * priorMsPerToken) / (tokens + tokenWeight),
        evidence: calls,
        successes,
      };
    },
    firstTokenMs: (q) => (timed < MIN_SAMPLES ? null : quantile(firstTokens, q)),
  };
}
