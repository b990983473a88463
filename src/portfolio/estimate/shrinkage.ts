import { type CovarianceMatrix, repairSemidefinite } from './covariance.ts';
import { type ReturnPanel, TRADING_DAYS } from './panel.ts';

export type ShrinkageTarget = 'constant_variance' | 'single_factor' | 'constant_correlation';

/** A shrunk annual covariance and how far it was pulled towards the target, 0 … 1. */
export interface Shrunk {
  readonly covariance: CovarianceMatrix;
  readonly intensity: number;
}

/** Deviations from the mean, T × n by column, and S = X'X/T. */
interface Moments {
  readonly n: number;
  readonly rows: number;
  readonly x: readonly Float64Array[];
  readonly sample: Float64Array;
}

/**
 * Ledoit–Wolf shrinkage. Missing returns count as 0, as the published implementations have it; pass complete rows where
 * that is not wanted. Sources: Ledoit & Wolf 2003 (single factor), 2004a (constant variance), 2004b (constant correlation).
 */
export function ledoitWolf(returns: ReturnPanel, target: ShrinkageTarget = 'constant_variance'): Shrunk {
  const moments = momentsOf(returns);
  if (target === 'constant_variance') return towardsConstantVariance(moments);
  return target === 'single_factor' ? towardsSingleFactor(moments) : towardsConstantCorrelation(moments);
}

/** Oracle approximating shrinkage towards constant variance. Source: Chen, Wiesel, Eldar & Hero 2010. */
export function oracleApproximating(returns: ReturnPanel): Shrunk {
  const { n, rows, sample } = momentsOf(returns);
  const mu = trace(sample, n) / n;
  const alpha = sumOfSquares(sample) / (n * n);
  const denominator = (rows + 1) * (alpha - (mu * mu) / n);
  const intensity = denominator === 0 ? 1 : Math.min(1, (alpha + mu * mu) / denominator);
  return blend(sample, scaledIdentity(mu, n), intensity, n);
}

function momentsOf({ columns }: ReturnPanel): Moments {
  const n = columns.length;
  const rows = columns[0]?.length ?? 0;
  const x = columns.map((column) => {
    const filled = column.map((value) => (Number.isNaN(value) ? 0 : value));
    const mean = filled.reduce((sum, value) => sum + value, 0) / rows;
    return filled.map((value) => value - mean);
  });
  return { n, rows, x, sample: crossMoments(x, x) };
}

/** E[aᵢ bⱼ] for all pairs of columns. */
function crossMoments(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array {
  const n = b.length;
  const product = new Float64Array(a.length * n);
  for (const [i, left] of a.entries()) {
    for (const [j, right] of b.entries()) {
      let sum = 0;
      for (let t = 0; t < left.length; t++) sum += (left[t] as number) * (right[t] as number);
      product[i * n + j] = sum / left.length;
    }
  }
  return product;
}

function towardsConstantVariance({ n, rows, x, sample }: Moments): Shrunk {
  const mu = trace(sample, n) / n;
  const squares = x.map((column) => column.map((value) => value * value));
  const fourth = crossMoments(squares, squares).reduce((sum, value) => sum + value, 0);
  const beta = (fourth - sumOfSquares(sample)) / (n * rows);
  const delta = (sumOfSquares(sample) - 2 * mu * trace(sample, n) + n * mu * mu) / n;
  const intensity = delta === 0 ? 0 : Math.min(beta, delta) / delta;
  return blend(sample, scaledIdentity(mu, n), intensity, n);
}

function towardsSingleFactor({ n, rows, x, sample }: Moments): Shrunk {
  const market = Float64Array.from(
    { length: rows },
    (_, t) => x.reduce((sum, column) => sum + (column[t] as number), 0) / n,
  );
  const beta = crossMoments(x, [market]);
  const marketVariance = crossMoments([market], [market])[0] as number;
  const target = sample.map((value, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    return i === j ? value : ((beta[i] as number) * (beta[j] as number)) / marketVariance;
  });
  const squares = x.map((column) => column.map((value) => value * value));
  const fourth = crossMoments(squares, squares);
  const withMarket = x.map((column) => column.map((value, t) => value * (market[t] as number)));
  const third = crossMoments(squares, withMarket);
  const mixed = crossMoments(withMarket, withMarket);
  let pi = 0;
  let rho = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      const s = sample[at] as number;
      pi += (fourth[at] as number) - s * s;
      if (i === j) rho += (fourth[at] as number) - s * s;
      else {
        const bi = beta[i] as number;
        const bj = beta[j] as number;
        rho += (2 * bj * ((third[at] as number) - bi * s)) / marketVariance;
        rho -= (bi * bj * ((mixed[at] as number) - marketVariance * s)) / marketVariance ** 2;
      }
    }
  }
  return blend(sample, target, intensityOf(pi, rho, distance(sample, target), rows), n);
}

function towardsConstantCorrelation({ n, rows, x, sample }: Moments): Shrunk {
  const deviation = Float64Array.from({ length: n }, (_, i) => Math.sqrt(sample[i * n + i] as number));
  const scale = (i: number, j: number) => (deviation[i] as number) * (deviation[j] as number);
  let correlations = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (i !== j) correlations += (sample[i * n + j] as number) / scale(i, j);
  const mean = n > 1 ? correlations / (n * (n - 1)) : 0;
  const target = sample.map((value, at) =>
    at % (n + 1) === 0 ? value : mean * scale(Math.floor(at / n), at % n),
  );
  const squares = x.map((column) => column.map((value) => value * value));
  const cubes = x.map((column) => column.map((value) => value ** 3));
  const fourth = crossMoments(squares, squares);
  const third = crossMoments(cubes, x);
  let pi = 0;
  let rho = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      const s = sample[at] as number;
      pi += (fourth[at] as number) - s * s;
      if (i === j) rho += (fourth[at] as number) - s * s;
      else {
        const theta = (third[at] as number) - (sample[i * n + i] as number) * s;
        rho += (mean * (deviation[j] as number) * theta) / (deviation[i] as number);
      }
    }
  }
  return blend(sample, target, intensityOf(pi, rho, distance(sample, target), rows), n);
}

function intensityOf(pi: number, rho: number, gamma: number, rows: number): number {
  return gamma === 0 ? 1 : Math.max(0, Math.min(1, (pi - rho) / gamma / rows));
}

function blend(sample: Float64Array, target: Float64Array, intensity: number, n: number): Shrunk {
  const covariance = sample.map(
    (value, at) => TRADING_DAYS * (intensity * (target[at] as number) + (1 - intensity) * value),
  );
  return { covariance: repairSemidefinite(covariance, n), intensity };
}

const trace = (matrix: Float64Array, n: number): number =>
  matrix.reduce((sum, value, at) => (at % (n + 1) === 0 ? sum + value : sum), 0);

const sumOfSquares = (matrix: Float64Array): number => matrix.reduce((sum, value) => sum + value * value, 0);

const distance = (a: Float64Array, b: Float64Array): number =>
  sumOfSquares(a.map((value, at) => value - (b[at] as number)));

const scaledIdentity = (value: number, n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? value : 0));
