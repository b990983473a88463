import { worstCostUsd } from '../catalogue/cost.ts';
import type { Model } from '../catalogue/model.ts';
import type { Task } from './task.ts';

/** The most a task can cost on a model, USD: every choice asked for, at the tier asked for; 0 where the price is unknown. */
export function worstCostOf({ price }: Model, { size, request }: Task): number {
  if (price === null) return 0;
  const tier = request.service_tier == null ? undefined : price.serviceTiers[request.service_tier];
  const classes = tier === undefined ? price : { ...price, ...tier, longContext: null };
  const outputTokens = request.maxTokens * (request.n ?? 1);
  return Math.max(
    worstCostUsd(price, size.maxTokens, outputTokens),
    worstCostUsd(classes, size.maxTokens, outputTokens),
  );
}
