import type { RequestType } from '#contracts/ai';
import type { Model } from '../catalogue/model.ts';
import { TEMPLATES } from '../context/templates.ts';
import type { Memory } from './memory.ts';
import { createModelLive, type ModelLive } from './model-live.ts';

/** What this process has learnt from its own recent traffic, on top of what it remembered at its start. */
export interface Traffic {
  liveOf(model: Model): ModelLive;
  /** Tokens an answer to this kind of request has on average. */
  expectedOutputTokens(type: RequestType): number;
  observeOutput(type: RequestType, tokens: number): void;
}

/** How many answers the template's expectation is worth, and how many the average looks back. */
const PRIOR_WEIGHT = 10;
const MEMORY = 200;

export function createTraffic(memory: Memory): Traffic {
  const models = new Map<string, ModelLive>();
  const outputs = new Map<RequestType, { count: number; mean: number }>();
  const remembered = (type: RequestType) => {
    const { count, mean } = memory.outputs.get(type) ?? { count: 0, mean: 0 };
    const known = Math.min(MEMORY, count);
    const sum = PRIOR_WEIGHT * TEMPLATES[type].expectedTokens + known * mean;
    return { count: Math.min(MEMORY, PRIOR_WEIGHT + known), mean: sum / (PRIOR_WEIGHT + known) };
  };
  const outputOf = (type: RequestType) => {
    const output = outputs.get(type) ?? remembered(type);
    outputs.set(type, output);
    return output;
  };
  return {
    liveOf(model) {
      const known = models.get(model.id);
      if (known !== undefined) return known;
      const { prior, recent } = memory.of(model);
      const live = createModelLive(prior, recent, memory.atMs);
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
