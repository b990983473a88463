import type { OriginErrors } from './rolling-origins.ts';
import { solvePositive } from './solve-positive.ts';

/** Weight of "errors grow with the square root of the horizon", in series. */
const PRIOR_SERIES = 1;

/**
 * How errors grow with the horizon, the geometric mean over all steps being 1: a cubic in log h through the mean logarithm
 * over series of each one's mean error a step, drawn towards √h.
 */
export function errorShape(series: readonly (readonly OriginErrors[])[], horizon: number): Float64Array {
  const logs = Float64Array.from({ length: horizon }, (_, h) => PRIOR_SERIES * 0.5 * Math.log(h + 1));
  centre(logs);
  let weight = PRIOR_SERIES;
  for (const origins of series) {
    const profile = meanErrors(origins, horizon);
    if (profile === undefined) continue;
    const own = profile.map((value) => Math.log(value + 1e-3));
    centre(own);
    for (let h = 0; h < horizon; h++) logs[h] = (logs[h] as number) + (own[h] as number);
    weight += 1;
  }
  const smooth = smoothed(logs.map((value) => value / weight));
  centre(smooth);
  return smooth.map(Math.exp);
}

/** Mean absolute error of each step over the origins whose every step is known, in units of their mean. */
function meanErrors(origins: readonly OriginErrors[], horizon: number): Float64Array | undefined {
  const means = new Float64Array(horizon);
  let total = 0;
  for (const { errors, unit } of origins) {
    if (errors.length < horizon) continue;
    for (let h = 0; h < horizon; h++) {
      const size = Math.abs(errors[h] as number) / unit;
      means[h] = (means[h] as number) + size;
      total += size;
    }
  }
  return total > 0 ? means.map((sum) => (sum * horizon) / total) : undefined;
}

function centre(values: Float64Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - mean;
}

/** Least-squares polynomial in log h, cubic where there are enough steps. */
function smoothed(values: Float64Array): Float64Array {
  const terms = Math.min(4, values.length);
  const basis = (h: number, k: number) => (Math.log(h + 1) - 1) ** k;
  const gram = new Float64Array(terms * terms);
  const target = new Float64Array(terms);
  for (let h = 0; h < values.length; h++) {
    for (let i = 0; i < terms; i++) {
      for (let j = 0; j <= i; j++)
        gram[i * terms + j] = (gram[i * terms + j] as number) + basis(h, i) * basis(h, j);
      target[i] = (target[i] as number) + basis(h, i) * (values[h] as number);
    }
  }
  for (let i = 0; i < terms; i++) gram[i * terms + i] = (gram[i * terms + i] as number) * (1 + 1e-9);
  const weights = solvePositive(gram, target, terms);
  if (weights === undefined) return values;
  return values.map((_, h) => weights.reduce((sum, weight, k) => sum + weight * basis(h, k), 0));
}
