import { NAMED_FEATURES, NAMED_SIZE, type PriceFeatures } from './price-features.ts';
import type { PriceModel } from './price-model.ts';
import { RecursiveRegression } from './recursive-regression.ts';

/** So wide that the regression is ordinary least squares. */
const PRIOR_VARIANCE = 1e5;
const NOISE = 1e-2;

/** The specification's model: least squares of the future price on five named features, over all history. */
export function createFiveFeature(features: PriceFeatures): PriceModel {
  const regression = new RecursiveRegression(
    Array.from({ length: NAMED_SIZE }, () => 0),
    PRIOR_VARIANCE,
  );
  return {
    name: 'five_feature_linear',
    description: `Linear regression of the price on ${NAMED_FEATURES.join(', ')}`,
    forecast() {
      const price = regression.predict(features.named) * features.priceUnit;
      return price > 0 ? Math.log(price / features.price) : 0;
    },
    remember: () => features.named.slice(),
    learn(remembered, { outcome, price }) {
      regression.learn(remembered, (price / features.priceUnit) * Math.exp(outcome), NOISE);
    },
  };
}
