import type { LagProducts } from './lag-products.ts';
import { solvePositive } from './solve-positive.ts';

/**
 * Ridge autoregression on chosen lags with a free intercept, fitted on the first `end` values and iterated.
 * `ridge` is in units of observations: what so many observations of pure noise would weigh.
 * @returns undefined where there are too few values
 */
export function autoregressionForecast(
  products: LagProducts,
  lags: readonly number[],
  ridge: number,
  end: number,
  horizon: number,
  window = Number.POSITIVE_INFINITY,
): Float64Array | undefined {
  const model = fit(products, lags, ridge, end, window);
  if (model === undefined) return undefined;
  const longest = lags.at(-1) as number;
  const path = new Float64Array(longest + horizon);
  path.set(products.values.subarray(end - longest, end));
  for (let h = 0; h < horizon; h++) {
    let value = model.intercept;
    for (let i = 0; i < lags.length; i++)
      value += (model.weights[i] as number) * (path[longest + h - (lags[i] as number)] as number);
    path[longest + h] = value;
  }
  return path.subarray(longest);
}

function fit(products: LagProducts, lags: readonly number[], ridge: number, end: number, window: number) {
  const p = lags.length;
  const from = Math.max(lags.at(-1) as number, end - window);
  const rows = end - from;
  if (rows < 4) return undefined;
  const means = lags.map((lag) => products.sum(lag, from, end) / rows);
  const mean = products.sum(0, from, end) / rows;
  const gram = new Float64Array(p * p);
  const target = new Float64Array(p);
  let spread = 0;
  for (let i = 0; i < p; i++) {
    const [lag, mi] = [lags[i] as number, means[i] as number];
    for (let j = 0; j <= i; j++)
      gram[i * p + j] =
        products.product(lag, lags[j] as number, from, end) - rows * mi * (means[j] as number);
    spread += gram[i * p + i] as number;
    target[i] = products.product(lag, 0, from, end) - rows * mi * mean;
  }
  const penalty = (ridge * spread) / (p * rows) + 1e-12;
  for (let i = 0; i < p; i++) gram[i * p + i] = (gram[i * p + i] as number) + penalty;
  const weights = solvePositive(gram, target, p);
  if (weights === undefined) return undefined;
  let intercept = mean;
  for (let i = 0; i < p; i++) intercept -= (weights[i] as number) * (means[i] as number);
  return { weights, intercept };
}
