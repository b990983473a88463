import { createDrift } from './drift.ts';
import { createFiveFeature } from './five-feature.ts';
import { MARKET_SIZE, NAMED_FEATURES, NAMED_SIZE, PriceFeatures } from './price-features.ts';
import type { PriceModel } from './price-model.ts';
import { createRidge } from './ridge.ts';

export type { PriceModel };

/** Every model that stands beside "no change", in the order they are reported in. */
export function createModels(features: PriceFeatures, horizon: number): PriceModel[] {
  return [
    createDrift(horizon),
    createFiveFeature(features),
    createRidge(features, horizon, {
      name: 'ridge_five',
      description: `Ridge regression of the return on ${NAMED_FEATURES.join(', ')}, each against the current price`,
      size: NAMED_SIZE,
    }),
    createRidge(features, horizon, {
      name: 'ridge_market',
      description: 'The same with the last moves of symbol and market and the state of volatility',
      size: MARKET_SIZE,
    }),
  ];
}

/** What the models are, without a history to run them on; "no change" first. */
export function describeModels(): { name: string; description: string }[] {
  const nothing = new PriceFeatures({ close: Float64Array.of(1) });
  return [NO_CHANGE, ...createModels(nothing, 1).map(({ name, description }) => ({ name, description }))];
}

/** The forecast that every other one has to beat. */
export const NO_CHANGE = { name: 'no_change', description: 'The current price' };
