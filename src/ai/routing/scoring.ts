import type { Strategy } from '#contracts/ai';
import { costUsd } from '../catalogue/cost.ts';
import type { Model, Price } from '../catalogue/model.ts';
import type { Beliefs } from '../live/model-live.ts';
import type { Task } from './task.ts';
import { worstCostOf } from './worst-cost.ts';

/** One model that can answer, with what is expected of it. */
export interface Ranked {
  readonly model: Model;
  readonly quality: number;
  readonly expectedCostUsd: number;
  readonly worstCostUsd: number;
  readonly expectedLatencyMs: number;
  /** Nine of ten answers are complete by then. */
  readonly p90LatencyMs: number;
  readonly missProbability: number;
  readonly reliability: number;
  readonly utility: number;
}

/**
 * Where beliefs about quality come from: the probability that a model's answer to this task is good. Catalogue priors
 * and feedback today; a learned estimate of the very prompt fits behind the same question.
 */
export type QualityOf = (model: Model, task: Task) => number;

/** What a point of quality is worth: per USD, per second, and per certain miss of the deadline. */
interface Weights {
  readonly perUsd: number;
  readonly perSecond: number;
  readonly perMiss: number;
}

const WEIGHTS: Record<Strategy, Weights> = {
  quality: { perUsd: 0.2, perSecond: 0.0002, perMiss: 1 },
  balanced: { perUsd: 5, perSecond: 0.004, perMiss: 1 },
  cost: { perUsd: 100, perSecond: 0.001, perMiss: 1 },
  latency: { perUsd: 2, perSecond: 0.06, perMiss: 1 },
};

/** How much an answer's latency scatters around its middle: the standard deviation of its logarithm. */
const LATENCY_SPREAD = 0.5;
/** The logistic curve with this slope is the normal one to within a hundredth. */
const LOGISTIC_SLOPE = 1.702;
/** Where `chanceOfMissing` is one in ten. */
const P90_FACTOR = Math.exp((Math.log(9) / LOGISTIC_SLOPE) * LATENCY_SPREAD);

export interface ScoringInputs {
  readonly beliefs: Beliefs;
  readonly quality: number;
  readonly expectedOutputTokens: number;
  /** Multiplies the price of money as a budget runs out faster than its period; 1 where it does not. */
  readonly shadowPrice: number;
}

/** Utility = reliability x quality - money - time - risk of missing the deadline, all in points of quality. */
export function score(model: Model, task: Task, inputs: ScoringInputs): Ranked {
  const weights = WEIGHTS[task.strategy];
  const { beliefs, quality, shadowPrice } = inputs;
  const outputTokens = Math.min(task.request.maxTokens, inputs.expectedOutputTokens);
  const expectedCostUsd = expectedCost(model, task.size.likelyTokens, outputTokens);
  const expectedLatencyMs = beliefs.firstTokenMs + outputTokens * beliefs.msPerToken;
  const missProbability = chanceOfMissing(expectedLatencyMs, task.timeoutMs);
  const utility =
    beliefs.reliability * quality -
    weights.perUsd * shadowPrice * expectedCostUsd -
    weights.perSecond * (expectedLatencyMs / 1_000) -
    weights.perMiss * missProbability;
  return {
    model,
    quality,
    expectedCostUsd,
    worstCostUsd: worstCostOf(model, task),
    expectedLatencyMs,
    p90LatencyMs: P90_FACTOR * expectedLatencyMs,
    missProbability,
    reliability: beliefs.reliability,
    utility,
  };
}

/** P(latency > deadline) for a log-normal latency with the expected one as its median. */
export function chanceOfMissing(expectedMs: number, deadlineMs: number): number {
  return (
    1 / (1 + Math.exp((LOGISTIC_SLOPE * Math.log(deadlineMs / Math.max(1, expectedMs))) / LATENCY_SPREAD))
  );
}

/** What nobody knows is taken for dear when models are compared, so that it does not look free. */
const UNKNOWN_PRICE: Price = {
  input: 5,
  cachedRead: 5,
  cacheWrite: 5,
  output: 25,
  longContext: null,
  serviceTiers: {},
  batchFactor: 1,
};

function expectedCost({ price }: Model, inputTokens: number, outputTokens: number): number {
  return costUsd(price ?? UNKNOWN_PRICE, {
    inputTokens,
    outputTokens,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    serviceTier: null,
    reported: false,
  });
}
