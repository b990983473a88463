import { worstCostUsd } from '../catalogue/cost.ts';
import type { Model } from '../catalogue/model.ts';
import type { Task } from './task.ts';

/**
 * The most a task can cost on a model, USD: every choice asked for, at the tier asked for, each image at its largest; 0 where
 * the price is unknown. A provider takes no prompt longer than the model's, so none is billed.
 */
export function worstCostOf(model: Model, { size, request }: Task): number {
  const { price } = model;
  if (price === null) return 0;
  const inputTokens = Math.min(size.maxTokens + size.images * model.maxImageTokens, model.contextWindow);
  const tier = request.service_tier == null ? undefined : price.serviceTiers[request.service_tier];
  const classes = tier === undefined ? price : { ...price, ...tier, longContext: null };
  const outputTokens = request.maxTokens * (request.n ?? 1);
  return Math.max(
    worstCostUsd(price, inputTokens, outputTokens),
    worstCostUsd(classes, inputTokens, outputTokens),
  );
}
