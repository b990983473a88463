/** Which trend exponential smoothing follows: none, one that fades, one that goes on. */
export type SmoothingTrend = 'none' | 'damped' | 'linear';

interface State {
  readonly alpha: number;
  readonly beta: number;
  readonly phi: number;
  readonly level: number;
  readonly slope: number;
  readonly error: number;
}

/**
 * Exponential smoothing of Holt and Gardner, its parameters by least squares of one-step errors. For given parameters
 * the errors are linear in the state before the first value, which is therefore solved for exactly.
 * @returns `horizon` values
 */
export function smoothingForecast(y: Float64Array, trend: SmoothingTrend, horizon: number): Float64Array {
  const best = fit(y, trend);
  const forecast = new Float64Array(horizon);
  let { level, slope } = best;
  for (let h = 0; h < horizon; h++) {
    slope *= best.phi;
    level += slope;
    forecast[h] = level;
  }
  return forecast;
}

const LOWER = { alpha: 0.02, beta: 0.001, phi: 0.8 };
const UPPER = { alpha: 0.99, beta: 0.6, phi: 0.98 };

/** Of the search; it may creep along a valley. */
const MOST_ROUNDS = 60;

/** Pattern search over the smoothing parameters from a few starts. */
function fit(y: Float64Array, trend: SmoothingTrend): State {
  let best: State | undefined;
  const phiStart = trend === 'linear' ? 1 : 0.9;
  for (const [alpha, beta] of trend === 'none'
    ? [
        [0.2, 0],
        [0.7, 0],
      ]
    : [
        [0.2, 0.05],
        [0.7, 0.1],
      ]) {
    const found = search(y, trend, alpha as number, beta as number, phiStart);
    if (best === undefined || found.error < best.error) best = found;
  }
  return best as State;
}

function search(y: Float64Array, trend: SmoothingTrend, alpha: number, beta: number, phi: number): State {
  let best = run(y, trend, alpha, beta, phi);
  let step = 0.25;
  for (let round = 0; step > 0.01 && round < MOST_ROUNDS; round++) {
    let improved = false;
    for (const [da, db, dp] of trend === 'none'
      ? DIRECTIONS_1
      : trend === 'linear'
        ? DIRECTIONS_2
        : DIRECTIONS_3) {
      const tried = run(
        y,
        trend,
        clamp(best.alpha + da * step, LOWER.alpha, UPPER.alpha),
        trend === 'none' ? 0 : clamp(best.beta + db * step * 0.5, LOWER.beta, UPPER.beta),
        trend === 'damped' ? clamp(best.phi + dp * step * 0.3, LOWER.phi, UPPER.phi) : best.phi,
      );
      if (tried.error < best.error) {
        best = tried;
        improved = true;
      }
    }
    if (!improved) step /= 2;
  }
  return best;
}

type Direction = readonly [number, number, number];
const DIRECTIONS_1: readonly Direction[] = [
  [1, 0, 0],
  [-1, 0, 0],
];
const DIRECTIONS_2: readonly Direction[] = [...DIRECTIONS_1, [0, 1, 0], [0, -1, 0]];
const DIRECTIONS_3: readonly Direction[] = [...DIRECTIONS_2, [0, 0, 1], [0, 0, -1]];

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Three recursions at once: from zero, and the responses to a unit of initial level and of initial slope. */
function run(y: Float64Array, trend: SmoothingTrend, alpha: number, beta: number, phi: number): State {
  const n = y.length;
  const trended = trend !== 'none';
  const origin = y[0] as number;
  let [l, b, lL, bL, lB, bB] = [0, 0, 1, 0, 0, 1];
  let [ee, eL, eB, LL, LB, BB] = [0, 0, 0, 0, 0, 0];
  for (let t = 0; t < n; t++) {
    const pb = phi * b;
    const e = (y[t] as number) - origin - l - pb;
    l += pb + alpha * e;
    b = pb + beta * alpha * e;
    const pL = phi * bL;
    const rL = lL + pL;
    lL = rL * (1 - alpha);
    bL = pL - beta * alpha * rL;
    const pB = phi * bB;
    const rB = lB + pB;
    lB = rB * (1 - alpha);
    bB = pB - beta * alpha * rB;
    ee += e * e;
    eL += e * rL;
    LL += rL * rL;
    if (!trended) continue;
    eB += e * rB;
    LB += rL * rB;
    BB += rB * rB;
  }
  // A little weight on "starts at the first value, without slope" keeps short series sane.
  LL += 1e-9 + 0.05;
  BB += 1e-9 + 0.05;
  const determinant = LL * BB - LB * LB;
  const level0 = trended ? (eL * BB - eB * LB) / determinant : eL / LL;
  const slope0 = trended ? (eB * LL - eL * LB) / determinant : 0;
  const error = ee - level0 * eL - slope0 * eB;
  return {
    alpha,
    beta,
    phi: trended ? phi : 1,
    level: origin + l + level0 * lL + slope0 * lB,
    slope: trended ? b + level0 * bL + slope0 * bB : 0,
    error,
  };
}
