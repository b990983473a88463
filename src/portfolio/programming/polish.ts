import { factorQuasiDefinite } from '../linear-algebra/quasi-definite.ts';
import { multiply } from '../linear-algebra/vectors.ts';
import { type Certificate, certify, type PrimalDual } from './certificate.ts';
import { type Program, rowActivity, transposeTimes } from './program.ts';

// An answer this exact gains nothing, and a system this large costs more than it gives.
const SHARP = 1e-15;
const LARGE = 1_500;

/**
 * Sharpens an answer to machine precision: takes the constraints that press as equalities, fixes the variables at their
 * bounds and solves the linear system that is left. Keeps the better of the two by their certificates.
 * Source: Stellato et al. 2020 (OSQP), section 5.2.
 */
export function polish(
  program: Program,
  answer: PrimalDual,
): { answer: PrimalDual; certificate: Certificate } {
  const certificate = certify(program, answer);
  if (certificate.kkt <= SHARP || program.columns > LARGE) return { answer, certificate };
  const sharper = solveActiveSet(program, answer);
  const sharperCertificate = certify(program, sharper);
  return sharperCertificate.kkt < certificate.kkt
    ? { answer: sharper, certificate: sharperCertificate }
    : { answer, certificate };
}

function solveActiveSet(program: Program, { x, rowDuals }: PrimalDual): PrimalDual {
  const { columns: n, hessian, cost } = program;
  const curvature = hessian === null ? new Float64Array(n) : multiply(hessian, x);
  const pull = transposeTimes(program.rows, rowDuals, n);
  const fixed = Float64Array.from({ length: n }, (_, j) => {
    const reducedCost = (curvature[j] as number) + (cost[j] as number) - (pull[j] as number);
    return pressedSide(x[j] as number, program.lower[j] as number, program.upper[j] as number, reducedCost);
  });
  const activity = rowActivity(program.rows, x);
  const rowSides = activity.map((value, i) =>
    pressedSide(value, program.rowLower[i] as number, program.rowUpper[i] as number, rowDuals[i] as number),
  );
  const free = indicesWhere(fixed, Number.isNaN);
  const rows = indicesWhere(rowSides, (side) => !Number.isNaN(side));
  const point = fixed.map((side) => (Number.isNaN(side) ? 0 : side));
  const { matrix, rhs, size } = reducedSystem(program, point, free, rows, rowSides);
  if (size === 0) return { x: point, rowDuals: new Float64Array(rowDuals.length) };
  const solution = factorQuasiDefinite(matrix, size, free.length).solve(rhs);
  for (const [k, j] of free.entries()) point[j] = solution[k] as number;
  const duals = new Float64Array(rowDuals.length);
  for (const [k, i] of rows.entries()) duals[i] = -(solution[free.length + k] as number);
  return { x: point, rowDuals: duals };
}

/** The side a value rests on, or NaN where it is free: slack against multiplier decides, as both go to zero. */
function pressedSide(value: number, lower: number, upper: number, multiplier: number): number {
  if (lower === upper) return lower;
  if (multiplier > 0 && value - lower < multiplier) return lower;
  if (multiplier < 0 && upper - value < -multiplier) return upper;
  return Number.NaN;
}

function indicesWhere(values: Float64Array, keep: (value: number) => boolean): number[] {
  const indices: number[] = [];
  for (const [index, value] of values.entries()) if (keep(value)) indices.push(index);
  return indices;
}

function reducedSystem(
  program: Program,
  point: Float64Array,
  free: readonly number[],
  rows: readonly number[],
  rowSides: Float64Array,
): { matrix: Float64Array; rhs: Float64Array; size: number } {
  const { columns: n, hessian, cost } = program;
  const size = free.length + rows.length;
  const matrix = new Float64Array(size * size);
  const rhs = new Float64Array(size);
  const held = hessian === null ? new Float64Array(n) : multiply(hessian, point);
  const place = new Int32Array(n).fill(-1);
  for (const [k, j] of free.entries()) {
    place[j] = k;
    rhs[k] = -(cost[j] as number) - (held[j] as number);
    if (hessian === null) continue;
    for (const [l, i] of free.entries()) matrix[k * size + l] = hessian[j * n + i] as number;
  }
  const heldActivity = rowActivity(program.rows, point);
  for (const [k, i] of rows.entries()) {
    const at = free.length + k;
    rhs[at] = (rowSides[i] as number) - (heldActivity[i] as number);
    for (let e = program.rows.starts[i] as number; e < (program.rows.starts[i + 1] as number); e++) {
      const column = place[program.rows.indices[e] as number] as number;
      if (column < 0) continue;
      matrix[at * size + column] = program.rows.values[e] as number;
      matrix[column * size + at] = program.rows.values[e] as number;
    }
  }
  return { matrix, rhs, size };
}
