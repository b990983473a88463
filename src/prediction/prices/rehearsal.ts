import { MIN_BARS, type PriceForecast } from './forecast-price.ts';
import type { PriceHistory } from './price-history.ts';
import { type PriceStep, WalkForward } from './walk-forward.ts';

/** What would have been said on past days. Plain data: it crosses threads. */
export interface Rehearsal {
  readonly models: PriceForecast['models'];
  readonly steps: readonly PriceStep[];
}

/** The last `count` forecasts whose horizon of so many bars has passed, each made from nothing that came after it. */
export function rehearse(history: PriceHistory, horizon: number, count: number): Rehearsal {
  const walk = new WalkForward(history, horizon);
  const matured = history.close.length - 1 - horizon;
  const first = Math.max(MIN_BARS, matured - count + 1);
  const steps: PriceStep[] = [];
  for (let i = 1; i <= matured; i++) {
    const step = walk.next();
    if (i >= first) steps.push(step);
  }
  return { models: walk.models.map(({ name, description }) => ({ name, description })), steps };
}
