import { multiply } from '../linear-algebra/vectors.ts';
import type { Program } from './program.ts';

/** One inequality a'x ≥ b: a row or a bound of the program, on its lower (sign 1) or upper (sign −1) side. */
interface Side {
  readonly kind: 'row' | 'column';
  readonly index: number;
  readonly sign: 1 | -1;
}

/** A program as equalities Ex = e and inequalities Ax ≥ b, with dense rows; bounds stay single coordinates. */
export interface DenseForm {
  readonly columns: number;
  readonly hessian: Float64Array | null;
  readonly cost: Float64Array;
  readonly start: Float64Array;
  readonly equalityRhs: Float64Array;
  readonly inequalityRhs: Float64Array;
  timesHessian(x: Float64Array): Float64Array;
  equalityActivity(x: Float64Array): Float64Array;
  equalityTranspose(y: Float64Array): Float64Array;
  inequalityActivity(x: Float64Array): Float64Array;
  inequalityTranspose(z: Float64Array): Float64Array;
  /** [H + A'·diag(weight)·A, E'; E, 0], row-major. */
  kktMatrix(weight: Float64Array): Float64Array;
  /** Multipliers of the program's rows in its own sign convention. */
  rowDuals(y: Float64Array, z: Float64Array): Float64Array;
}

export function toDenseForm(program: Program): DenseForm {
  const { columns: n, hessian, cost } = program;
  const equalities: Side[] = [];
  const inequalities: Side[] = [];
  const sort = (kind: Side['kind'], index: number, lower: number, upper: number) => {
    if (lower === upper) equalities.push({ kind, index, sign: 1 });
    else {
      if (Number.isFinite(lower)) inequalities.push({ kind, index, sign: 1 });
      if (Number.isFinite(upper)) inequalities.push({ kind, index, sign: -1 });
    }
  };
  for (let row = 0; row < program.rowLower.length; row++)
    sort('row', row, program.rowLower[row] as number, program.rowUpper[row] as number);
  for (let column = 0; column < n; column++)
    sort('column', column, program.lower[column] as number, program.upper[column] as number);
  const dense = denseRows(program);
  const apply = (sides: readonly Side[], x: Float64Array) =>
    Float64Array.from(sides, ({ kind, index, sign }) => {
      if (kind === 'column') return sign * (x[index] as number);
      let sum = 0;
      for (let j = 0, at = index * n; j < n; j++, at++) sum += (dense[at] as number) * (x[j] as number);
      return sign * sum;
    });
  const transpose = (sides: readonly Side[], weights: Float64Array) => {
    const product = new Float64Array(n);
    for (const [k, { kind, index, sign }] of sides.entries()) {
      const weight = sign * (weights[k] as number);
      if (kind === 'column') product[index] = (product[index] as number) + weight;
      else {
        for (let j = 0, at = index * n; j < n; j++, at++)
          product[j] = (product[j] as number) + weight * (dense[at] as number);
      }
    }
    return product;
  };
  return {
    columns: n,
    hessian,
    cost,
    start: startOf(program),
    equalityRhs: Float64Array.from(equalities, (side) => rhsOf(program, side)),
    inequalityRhs: Float64Array.from(inequalities, (side) => rhsOf(program, side)),
    timesHessian: (x) => (hessian === null ? new Float64Array(n) : multiply(hessian, x)),
    equalityActivity: (x) => apply(equalities, x),
    equalityTranspose: (y) => transpose(equalities, y),
    inequalityActivity: (x) => apply(inequalities, x),
    inequalityTranspose: (z) => transpose(inequalities, z),
    kktMatrix: (weight) => kktMatrix(program, dense, equalities, inequalities, weight),
    rowDuals: (y, z) => rowDuals(program.rowLower.length, equalities, inequalities, y, z),
  };
}

function kktMatrix(
  { columns: n, hessian }: Program,
  dense: Float64Array,
  equalities: readonly Side[],
  inequalities: readonly Side[],
  weight: Float64Array,
): Float64Array {
  const size = n + equalities.length;
  const matrix = new Float64Array(size * size);
  if (hessian !== null) for (let i = 0; i < n; i++) matrix.set(hessian.subarray(i * n, i * n + n), i * size);
  for (const [k, { kind, index }] of inequalities.entries()) {
    const w = weight[k] as number;
    if (kind === 'column') matrix[index * size + index] = (matrix[index * size + index] as number) + w;
    else addOuter(matrix, size, dense.subarray(index * n, index * n + n), w);
  }
  for (const [k, { kind, index }] of equalities.entries()) {
    for (let j = 0; j < n; j++) {
      const value = kind === 'row' ? (dense[index * n + j] as number) : Number(j === index);
      matrix[(n + k) * size + j] = value;
      matrix[j * size + n + k] = value;
    }
  }
  return matrix;
}

function addOuter(matrix: Float64Array, size: number, row: Float64Array, weight: number): void {
  for (let i = 0; i < row.length; i++) {
    const scaled = weight * (row[i] as number);
    if (scaled === 0) continue;
    for (let j = 0, at = i * size; j < row.length; j++, at++)
      matrix[at] = (matrix[at] as number) + scaled * (row[j] as number);
  }
}

function rowDuals(
  rows: number,
  equalities: readonly Side[],
  inequalities: readonly Side[],
  y: Float64Array,
  z: Float64Array,
): Float64Array {
  const duals = new Float64Array(rows);
  const collect = (sides: readonly Side[], values: Float64Array) => {
    for (const [k, { kind, index, sign }] of sides.entries())
      if (kind === 'row') duals[index] = (duals[index] as number) + sign * (values[k] as number);
  };
  collect(equalities, y);
  collect(inequalities, z);
  return duals;
}

function rhsOf(program: Program, { kind, index, sign }: Side): number {
  const [lower, upper] =
    kind === 'row' ? [program.rowLower, program.rowUpper] : [program.lower, program.upper];
  return sign * ((sign === 1 ? lower : upper)[index] as number);
}

function denseRows({ rows, rowLower, columns }: Program): Float64Array {
  const dense = new Float64Array(rowLower.length * columns);
  for (let row = 0; row < rowLower.length; row++) {
    for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++)
      dense[row * columns + (rows.indices[k] as number)] = rows.values[k] as number;
  }
  return dense;
}

/** The middle of each variable's bounds, or the point nearest to zero where one side is open. */
function startOf({ lower, upper, columns }: Program): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) => {
    const low = lower[j] as number;
    const high = upper[j] as number;
    if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
    return Math.min(Math.max(0, low), high);
  });
}
