import type { RequestType } from '#contracts/ai';
import type { Model } from '../catalogue/model.ts';
import { TEMPLATES } from '../context/templates.ts';
import { createModelLive, type ModelLive } from './model-live.ts';

/** What this process has learnt from its own recent traffic. */
export interface Traffic {
  liveOf(model: Model): ModelLive;
  /** Tokens an answer to this kind of request has on average. */
  expectedOutputTokens(type: RequestType): number;
  observeOutput(type: RequestType, tokens: number): void;
}

/** How many answers the template's expectation is worth, and how many the average looks back. */
const PRIOR_WEIGHT = 10;
const MEMORY = 200;

export function createTraffic(): Traffic {
  const models = new Map<string, ModelLive>();
  const outputs = new Map<RequestType, { count: number; mean: number }>();
  const outputOf = (type: RequestType) =>
    outputs.get(type) ?? { count: PRIOR_WEIGHT, mean: TEMPLATES[type].expectedTokens };
  return {
    liveOf(model) {
      const live = models.get(model.id) ?? createModelLive(model);
      models.set(model.id, live);
      return live;
    },
    expectedOutputTokens: (type) => outputOf(type).mean,
    observeOutput(type, tokens) {
      const { count, mean } = outputOf(type);
      const next = Math.min(MEMORY, count + 1);
      outputs.set(type, { count: next, mean: mean + (tokens - mean) / next });
    },
  };
}
