import { cholesky } from '../linear-algebra/cholesky.ts';
import { symmetricEigen } from '../linear-algebra/eigen.ts';
import { meanOf, type ReturnPanel, TRADING_DAYS } from './panel.ts';

/** Annual covariance matrices are dense, row-major n × n, and positive semidefinite. */
export type CovarianceMatrix = Float64Array;

/** Sample covariance (ddof 1) of each pair over the days both have, × 252, made semidefinite where gaps broke it. */
export function sampleCovariance(returns: ReturnPanel): CovarianceMatrix {
  const gaps = returns.columns.some((column) => column.some(Number.isNaN));
  const centred = returns.columns.map((column) => centre(column));
  return assemble(returns, (i, j) => {
    if (gaps) return pairCovariance(returns.columns[i] as Float64Array, returns.columns[j] as Float64Array);
    const x = centred[i] as Float64Array;
    const y = centred[j] as Float64Array;
    let sum = 0;
    for (let t = 0; t < x.length; t++) sum += (x[t] as number) * (y[t] as number);
    return sum / (x.length - 1);
  });
}

/**
 * Exponentially weighted mean of each pair's products of deviations from their own means, × 252. A product `k` days old
 * weighs (1 − 2/(span + 1))^k; gaps age it too.
 */
export function exponentialCovariance(returns: ReturnPanel, span = 180): CovarianceMatrix {
  const decay = 1 - 2 / (span + 1);
  const centred = returns.columns.map((column) => centre(column));
  return assemble(returns, (i, j) => {
    const x = centred[i] as Float64Array;
    const y = centred[j] as Float64Array;
    let weighted = 0;
    let weights = 0;
    for (let t = 0; t < x.length; t++) {
      const product = (x[t] as number) * (y[t] as number);
      weighted *= decay;
      weights *= decay;
      if (Number.isNaN(product)) continue;
      weighted += product;
      weights += 1;
    }
    return weighted / weights;
  });
}

/** Mean product of the shortfalls below `benchmark` (daily), × 252, over the days a pair has in common. */
export function semiCovariance(returns: ReturnPanel, benchmark = 0): CovarianceMatrix {
  return assemble(returns, (i, j) => {
    const x = returns.columns[i] as Float64Array;
    const y = returns.columns[j] as Float64Array;
    let sum = 0;
    let count = 0;
    for (let t = 0; t < x.length; t++) {
      const a = (x[t] as number) - benchmark;
      const b = (y[t] as number) - benchmark;
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      sum += Math.min(0, a) * Math.min(0, b);
      count += 1;
    }
    return sum / count;
  });
}

/** Nearest positive semidefinite matrix in the Frobenius norm: negative eigenvalues become 0 (Higham 1988). */
export function repairSemidefinite(matrix: CovarianceMatrix, n: number): CovarianceMatrix {
  if (cholesky(matrix, n) !== undefined) return matrix;
  const { values, vectors } = symmetricEigen(matrix, n);
  if (values.every((value) => value >= 0)) return matrix;
  const repaired = new Float64Array(n * n);
  for (const [k, value] of values.entries()) {
    if (value <= 0) continue;
    for (let i = 0; i < n; i++) {
      const scaled = value * (vectors[i * n + k] as number);
      for (let j = 0; j < n; j++)
        repaired[i * n + j] = (repaired[i * n + j] as number) + scaled * (vectors[j * n + k] as number);
    }
  }
  return repaired;
}

/** Correlations of a covariance matrix; a symbol without variance correlates with nothing. */
export function correlationOf(covariance: CovarianceMatrix, n: number): Float64Array {
  return covariance.map((value, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    if (i === j) return 1;
    const scale = Math.sqrt((covariance[i * n + i] as number) * (covariance[j * n + j] as number));
    return scale > 0 ? Math.min(1, Math.max(-1, value / scale)) : 0;
  });
}

function assemble({ columns }: ReturnPanel, entry: (i: number, j: number) => number): CovarianceMatrix {
  const n = columns.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = TRADING_DAYS * entry(i, j);
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  }
  // A pair that never traded together leaves NaN, which the caller reports by name.
  return matrix.some(Number.isNaN) ? matrix : repairSemidefinite(matrix, n);
}

function centre(column: Float64Array): Float64Array {
  const mean = meanOf(column);
  return column.map((value) => value - mean);
}

function pairCovariance(x: Float64Array, y: Float64Array): number {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  for (let t = 0; t < x.length; t++) {
    if (Number.isNaN(x[t]) || Number.isNaN(y[t])) continue;
    sumX += x[t] as number;
    sumY += y[t] as number;
    count += 1;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  let sum = 0;
  for (let t = 0; t < x.length; t++) {
    const product = ((x[t] as number) - meanX) * ((y[t] as number) - meanY);
    if (!Number.isNaN(product)) sum += product;
  }
  return count > 1 ? sum / (count - 1) : Number.NaN;
}
