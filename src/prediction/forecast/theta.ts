import { smoothingForecast } from './smoothing.ts';

/**
 * The Theta method with the lines θ = 0 and θ (2 in Assimakopoulos & Nikolopoulos 2000), for a series without season:
 * the line θ is smoothed without trend, the other extrapolated, and both weighed so that they add up to the series.
 */
export function thetaForecast(y: Float64Array, horizon: number, theta = 2): Float64Array {
  const n = y.length;
  const { intercept, slope } = regressionLine(y);
  const curved = y.map((value, t) => theta * value + (1 - theta) * (intercept + slope * t));
  const smoothed = smoothingForecast(curved, 'none', horizon);
  return smoothed.map((value, h) => value / theta + (1 - 1 / theta) * (intercept + slope * (n + h)));
}

export function regressionLine(y: Float64Array): { intercept: number; slope: number } {
  const n = y.length;
  const middle = (n - 1) / 2;
  let sum = 0;
  let product = 0;
  for (let t = 0; t < n; t++) {
    sum += y[t] as number;
    product += (t - middle) * (y[t] as number);
  }
  const spread = (n * (n * n - 1)) / 12;
  const slope = spread > 0 ? product / spread : 0;
  return { slope, intercept: sum / n - slope * middle };
}
