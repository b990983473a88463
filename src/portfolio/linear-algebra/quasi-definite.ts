/** Solves with a symmetric quasi-definite matrix. */
export interface QuasiDefiniteFactor {
  solve(b: Float64Array): Float64Array;
}

// Shift that makes [P A'; A 0] strongly factorisable without pivoting; refinement takes its effect out again.
const SHIFT = 1e-9;
const REFINEMENTS = 8;

/**
 * LDL' of [H A'; A -C] with H, C positive semidefinite (row-major n × n; the first `positive` pivots are positive, the
 * rest negative). Such a matrix has the factorisation for every ordering once it is shifted (Vanderbei 1995); iterative
 * refinement solves the unshifted system.
 */
export function factorQuasiDefinite(matrix: Float64Array, n: number, positive: number): QuasiDefiniteFactor {
  const scale = averageDiagonal(matrix, n, positive);
  const factor = Float64Array.from(matrix);
  for (let i = 0; i < n; i++) {
    const at = i * n + i;
    factor[at] = (factor[at] as number) + (i < positive ? SHIFT * scale : -SHIFT / scale);
  }
  const pivots = eliminate(factor, n, positive, scale);
  const backSolve = (b: Float64Array) => solveFactored(factor, pivots, b);
  return {
    solve(b) {
      const x = backSolve(b);
      let residual = residualOf(matrix, x, b);
      let size = norm(residual);
      for (let round = 0; round < REFINEMENTS && size > 0; round++) {
        const step = backSolve(residual);
        const next = x.map((value, i) => value + (step[i] as number));
        residual = residualOf(matrix, next, b);
        const nextSize = norm(residual);
        if (!(nextSize < size)) break;
        x.set(next);
        size = nextSize;
      }
      return x;
    },
  };
}

function averageDiagonal(matrix: Float64Array, n: number, positive: number): number {
  let sum = 0;
  for (let i = 0; i < positive; i++) sum += Math.abs(matrix[i * n + i] as number);
  const mean = sum / Math.max(1, positive);
  return mean > 0 && Number.isFinite(mean) ? Math.min(mean, 1e6) : 1;
}

/** Row-oriented LDL' in place; returns D. Pivots that rounding drives to the wrong sign are set to the shift. */
function eliminate(factor: Float64Array, n: number, positive: number, scale: number): Float64Array {
  const pivots = new Float64Array(n);
  const scaled = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j < i; j++) {
      const rowJ = j * n;
      let sum = factor[rowI + j] as number;
      for (let k = 0; k < j; k++) sum -= (scaled[k] as number) * (factor[rowJ + k] as number);
      scaled[j] = sum;
      factor[rowI + j] = sum / (pivots[j] as number);
    }
    let pivot = factor[rowI + i] as number;
    for (let k = 0; k < i; k++) pivot -= (scaled[k] as number) * (factor[rowI + k] as number);
    // `factor[i][k]` still holds L; `scaled` held L·D of this row.
    if (i < positive) pivots[i] = pivot > 0 ? pivot : SHIFT * scale;
    else pivots[i] = pivot < 0 ? pivot : -SHIFT / scale;
  }
  return pivots;
}

function solveFactored(factor: Float64Array, pivots: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[i * n + k] as number) * (x[k] as number);
    x[i] = sum;
  }
  for (let i = 0; i < n; i++) x[i] = (x[i] as number) / (pivots[i] as number);
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i] as number;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (factor[i * n + k] as number) * value;
  }
  return x;
}

function residualOf(matrix: Float64Array, x: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const residual = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0, at = i * n; j < n; j++, at++) sum += (matrix[at] as number) * (x[j] as number);
    residual[i] = (residual[i] as number) - sum;
  }
  return residual;
}

function norm(x: Float64Array): number {
  let largest = 0;
  for (const value of x) {
    if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  }
  return largest;
}
