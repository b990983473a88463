import type { PriceModel } from './price-model.ts';

/** Of the mean return in units of sigma. Most markets' daily drift is below it; the data must speak loudly to pass it. */
const PRIOR_DEVIATION = 0.02;

/** A day beyond this many deviations is news, not drift. */
const LARGEST_MOVE = 4;

/** Random walk with drift: the mean return in units of sigma, drawn towards zero as far as it is not yet known. */
export function createDrift(horizon: number): PriceModel {
  let sum = 0;
  let seen = 0;
  return {
    name: 'random_walk_drift',
    description: 'The current price, moved by the shrunken mean return so far',
    // Overlapping horizons tell only one in `horizon` times something new.
    forecast: (sigma) => (sigma * sum) / horizon / (seen / horizon + 1 / (horizon * PRIOR_DEVIATION ** 2)),
    remember: () => new Float64Array(0),
    learn(_features, { outcome, sigma }) {
      sum += Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, outcome / sigma));
      seen += 1;
    },
  };
}
