import { dot, maxAbs } from '../linear-algebra/vectors.ts';
import type { HighsSolver } from './highs.ts';
import { type Program, RowBuilder, rowEntries } from './program.ts';

/** A direction along which the objective falls for ever without leaving the constraints. */
export interface Ray {
  readonly direction: Float64Array;
  /** Change of the objective along the direction scaled to largest entry 1; negative. */
  readonly slope: number;
}

const FLAT = 1e-9;

/**
 * Looks for a direction d with Hd = 0, c'd < 0 that every constraint allows; `undefined` where there is none, so a
 * feasible program has an optimum (Frank & Wolfe 1956).
 */
export function findRay(program: Program, highs: HighsSolver, timeLimitSeconds: number): Ray | undefined {
  const { status, point } = highs.solve(recessionProgram(program), timeLimitSeconds);
  if (status !== 'optimal') return undefined;
  const largest = maxAbs(point.x);
  if (!(largest > FLAT)) return undefined;
  const direction = point.x.map((value) => value / largest);
  const slope = dot(program.cost, direction);
  return slope < -FLAT * Math.max(1, maxAbs(program.cost)) ? { direction, slope } : undefined;
}

/** Every finite side becomes a homogeneous one; the direction lives in the unit box. */
function recessionProgram(program: Program): Program {
  const { columns, hessian } = program;
  const builder = new RowBuilder();
  const low = (side: number) => (Number.isFinite(side) ? 0 : Number.NEGATIVE_INFINITY);
  const high = (side: number) => (Number.isFinite(side) ? 0 : Number.POSITIVE_INFINITY);
  for (let i = 0; i < program.rowLower.length; i++) {
    const coefficients = rowEntries(program, i);
    builder.add(
      program.rowName(i),
      low(program.rowLower[i] as number),
      high(program.rowUpper[i] as number),
      coefficients.keys(),
      (j) => coefficients.get(j) ?? 0,
    );
  }
  const curved = hessian === null ? 0 : columns;
  const every = Array.from({ length: columns }, (_, j) => j);
  for (let i = 0; i < curved; i++)
    builder.add(`curvature ${i}`, 0, 0, every, (j) => hessian?.[i * columns + j] ?? 0);
  return {
    ...program,
    ...builder.build(),
    hessian: null,
    lower: program.lower.map((side) => (Number.isFinite(side) ? 0 : -1)),
    upper: program.upper.map((side) => (Number.isFinite(side) ? 0 : 1)),
  };
}
