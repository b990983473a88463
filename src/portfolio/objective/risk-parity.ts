import { cholesky, choleskySolve } from '../linear-algebra/cholesky.ts';
import { dot, multiply } from '../linear-algebra/vectors.ts';

/** Weights whose contributions to volatility are in the proportions asked, and the largest deviation left. */
export interface RiskParity {
  readonly weights: Float64Array;
  /** max |wᵢ(Σw)ᵢ/w'Σw − budgetᵢ|. */
  readonly residual: number;
}

const MAX_STEPS = 100;

/**
 * Long-only risk parity: the minimum of ½x'Σx − Σ bᵢ ln xᵢ, scaled to Σw = 1, by damped Newton steps.
 * `undefined` where the covariance is singular along a long-only portfolio. Source: Spinu 2013; Maillard, Roncalli &
 * Teïletche 2010.
 */
export function riskParity(covariance: Float64Array, budgets: Float64Array): RiskParity | undefined {
  const n = budgets.length;
  let x: Float64Array = Float64Array.from({ length: n }, (_, i) =>
    Math.sqrt((budgets[i] as number) / (covariance[i * n + i] as number)),
  );
  const value = (point: Float64Array) =>
    0.5 * dot(point, multiply(covariance, point)) -
    point.reduce((sum, entry, i) => sum + (budgets[i] as number) * Math.log(entry), 0);
  for (let step = 0; step < MAX_STEPS; step++) {
    const gradient = multiply(covariance, x).map(
      (entry, i) => entry - (budgets[i] as number) / (x[i] as number),
    );
    const hessian = Float64Array.from(covariance);
    for (let i = 0; i < n; i++)
      hessian[i * n + i] = (hessian[i * n + i] as number) + (budgets[i] as number) / (x[i] as number) ** 2;
    const factor = cholesky(hessian, n);
    if (factor === undefined) return undefined;
    const newton = choleskySolve(factor, gradient);
    const decrement = dot(gradient, newton);
    if (!(decrement > 1e-30)) break;
    x = lineSearch(value, x, newton, decrement);
  }
  const total = x.reduce((sum, entry) => sum + entry, 0);
  const weights = x.map((entry) => entry / total);
  const marginal = multiply(covariance, weights);
  const variance = dot(weights, marginal);
  const residual = weights.reduce(
    (worst, weight, i) =>
      Math.max(worst, Math.abs((weight * (marginal[i] as number)) / variance - (budgets[i] as number))),
    0,
  );
  return Number.isFinite(residual) ? { weights, residual } : undefined;
}

function lineSearch(
  value: (x: Float64Array) => number,
  x: Float64Array,
  newton: Float64Array,
  decrement: number,
): Float64Array {
  const start = value(x);
  for (let length = 1; length > 1e-12; length /= 2) {
    const trial = x.map((entry, i) => entry - length * (newton[i] as number));
    if (trial.some((entry) => !(entry > 0))) continue;
    // Near the minimum the decrease drowns in rounding, and the full step is the right one.
    if (value(trial) <= start - 0.1 * length * decrement + 1e-15 * Math.abs(start)) return trial;
  }
  return x;
}
