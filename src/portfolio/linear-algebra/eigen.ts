/** Eigenvalues, ascending, and the eigenvectors as the columns of a row-major n × n matrix. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 60;

/**
 * Eigen-decomposition of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan 8.5): slower than
 * tridiagonalisation, but small eigenvalues keep their relative accuracy, and their sign is what we ask about.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix);
  // Rows of `v` are the eigenvectors, so that a rotation touches contiguous memory.
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotated = rotate(a, v, n, p, q) || rotated;
    }
    if (!rotated) break;
  }
  return sorted(a, v, n);
}

function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const apq = a[p * n + q] as number;
  const app = a[p * n + p] as number;
  const aqq = a[q * n + q] as number;
  if (Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(app * aqq)) || Math.abs(apq) < 1e-300) return false;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(t * t + 1);
  const sin = t * cos;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cos, sin);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cos, sin);
  for (let k = 0; k < n; k++) turn(v, p * n + k, q * n + k, cos, sin);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  return Math.abs(apq) > 1e-16 * (Math.abs(app) + Math.abs(aqq));
}

function turn(values: Float64Array, at: number, other: number, cos: number, sin: number): void {
  const x = values[at] as number;
  const y = values[other] as number;
  values[at] = cos * x - sin * y;
  values[other] = sin * x + cos * y;
}

function sorted(a: Float64Array, v: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (a[i * n + i] as number) - (a[j * n + j] as number),
  );
  const vectors = new Float64Array(n * n);
  for (const [column, from] of order.entries()) {
    for (let k = 0; k < n; k++) vectors[k * n + column] = v[from * n + k] as number;
  }
  return { values: Float64Array.from(order, (i) => a[i * n + i] as number), vectors };
}
