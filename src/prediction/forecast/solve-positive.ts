/**
 * Solves with a symmetric positive definite matrix, row-major. Overwrites its lower triangle with the Cholesky factor
 * and `b` with the answer; undefined where it is not positive definite.
 */
export function solvePositive(matrix: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
      if (j < i) matrix[i * n + j] = sum / (matrix[j * n + j] as number);
      else if (sum > 0) matrix[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (matrix[i * n + k] as number) * (b[k] as number);
    b[i] = sum / (matrix[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (matrix[k * n + i] as number) * (b[k] as number);
    b[i] = sum / (matrix[i * n + i] as number);
  }
  return b;
}
