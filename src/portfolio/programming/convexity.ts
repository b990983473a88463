import { cholesky } from '../linear-algebra/cholesky.ts';
import { symmetricEigen } from '../linear-algebra/eigen.ts';
import { diagonal, maxAbs } from '../linear-algebra/vectors.ts';

// Rounding of a Gram matrix stays below this share of its largest diagonal entry.
const ROUNDING = 1e-10;

/**
 * Smallest eigenvalue of a symmetric n × n matrix that is not positive semidefinite; `undefined` where it is, to within
 * rounding. A shifted Cholesky factorisation decides, and eigenvalues are computed only to explain a refusal.
 */
export function negativeCurvature(matrix: Float64Array, n: number): number | undefined {
  if (n === 0) return undefined;
  const scale = Math.max(maxAbs(diagonal(matrix, n)), Number.MIN_VALUE);
  const shifted = Float64Array.from(matrix);
  for (let i = 0; i < n; i++) shifted[i * n + i] = (shifted[i * n + i] as number) + ROUNDING * scale;
  if (cholesky(shifted, n) !== undefined) return undefined;
  const smallest = symmetricEigen(matrix, n).values[0] as number;
  return smallest < 0 && -smallest > ROUNDING * maxAbs(matrix) ? smallest : undefined;
}

/** The first place where a matrix is not symmetric beyond rounding, or `undefined`. */
export function asymmetry(matrix: Float64Array, n: number): { row: number; column: number } | undefined {
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < row; column++) {
      const a = matrix[row * n + column] as number;
      const b = matrix[column * n + row] as number;
      if (Math.abs(a - b) > 1e-9 * Math.max(1e-12, Math.abs(a), Math.abs(b))) return { row, column };
    }
  }
  return undefined;
}
