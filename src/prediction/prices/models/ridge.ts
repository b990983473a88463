import type { PriceFeatures } from './price-features.ts';
import type { PriceModel } from './price-model.ts';
import { RecursiveRegression } from './recursive-regression.ts';

/** Deviation of a coefficient expected beforehand: a feature of usual size moves the forecast by 1.5 % of sigma. */
const PRIOR_DEVIATION = 0.015;
const LARGEST_MOVE = 4;

interface RidgeOptions {
  readonly name: string;
  readonly description: string;
  /** How many of the wide features it takes. */
  readonly size: number;
}

/** Ridge regression of the return, in units of sigma, on the first of the wide features. */
export function createRidge(
  features: PriceFeatures,
  horizon: number,
  { name, description, size }: RidgeOptions,
): PriceModel {
  const regression = new RecursiveRegression(
    Array.from({ length: size }, () => 0),
    PRIOR_DEVIATION ** 2,
  );
  return {
    name,
    description,
    forecast: (sigma) => sigma * regression.predict(features.wide),
    remember: () => features.wide.slice(0, size),
    learn(remembered, { outcome, sigma }) {
      const move = Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, outcome / sigma));
      // Overlapping horizons tell only one in `horizon` times something new.
      regression.learn(remembered, move, horizon);
    },
  };
}
