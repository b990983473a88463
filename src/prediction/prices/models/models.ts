import { createDrift } from './drift.ts';
import { createFiveFeature } from './five-feature.ts';
import { MARKET_SIZE, NAMED_FEATURES, NAMED_SIZE, type PriceFeatures } from './price-features.ts';
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
