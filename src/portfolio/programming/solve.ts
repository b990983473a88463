import {
  CERTIFICATE_TOLERANCE,
  type Certificate,
  certify,
  objectiveOf,
  type PrimalDual,
} from './certificate.ts';
import type { HighsSolver } from './highs.ts';
import { type Conflict, findConflict } from './infeasibility.ts';
import { interiorPoint } from './interior-point.ts';
import { polish } from './polish.ts';
import type { Program } from './program.ts';
import { findRay, type Ray } from './unboundedness.ts';

/** What became of a program. Only a certified answer is called optimal. */
export type Outcome =
  | {
      readonly status: 'optimal';
      readonly x: Float64Array;
      readonly rowDuals: Float64Array;
      readonly objective: number;
      readonly certificate: Certificate;
    }
  | { readonly status: 'infeasible'; readonly conflict: Conflict }
  | { readonly status: 'unbounded'; readonly ray: Ray }
  | { readonly status: 'unresolved'; readonly reason: string };

export interface Solver {
  /** Solves a convex program; the caller has checked that its numbers are finite and its Hessian semidefinite. */
  solve(program: Program): Outcome;
}

export interface SolverOptions {
  /** Seconds that one call of HiGHS may take. */
  readonly timeLimitSeconds?: number;
}

// Below this size a dense Newton step costs less than handing the program to HiGHS.
const SMALL = 64;
// Above this size a dense Newton step would take seconds.
const LARGE = 1_500;

export function createSolver(highs: HighsSolver, { timeLimitSeconds = 30 }: SolverOptions = {}): Solver {
  return {
    solve(program) {
      if (program.integer !== undefined) return solveWhole(program, highs, timeLimitSeconds);
      return solveContinuous(program, highs, timeLimitSeconds);
    },
  };
}

/**
 * One method, then proof that there is nothing to find, then the other method. The proofs come before the second try:
 * HiGHS' active-set method can cycle on programs without an optimum.
 */
function solveContinuous(program: Program, highs: HighsSolver, timeLimitSeconds: number): Outcome {
  const size = program.columns + program.rowLower.length;
  const byInteriorPoint = () => (size > LARGE ? undefined : certified(program, interiorPoint(program)));
  const byHighs = () => certified(program, highs.solve(program, timeLimitSeconds).point);
  const [first, second] =
    program.hessian !== null && size <= SMALL ? [byInteriorPoint, byHighs] : [byHighs, byInteriorPoint];
  const crossed = hasCrossedSides(program);
  return (
    (crossed ? undefined : first()) ??
    proveNone(program, highs, timeLimitSeconds) ??
    second() ?? {
      status: 'unresolved',
      reason: `No answer reached a certificate of ${CERTIFICATE_TOLERANCE} within ${timeLimitSeconds} s; the numbers may span too many orders of magnitude.`,
    }
  );
}

function certified(program: Program, point: PrimalDual): Outcome | undefined {
  const { answer, certificate } = polish(program, point);
  if (!(certificate.kkt <= CERTIFICATE_TOLERANCE)) return undefined;
  const objective = objectiveOf(program, answer.x);
  return { status: 'optimal', ...answer, objective, certificate };
}

/** Proof that the constraints contradict each other, or that the objective has no minimum. */
function proveNone(program: Program, highs: HighsSolver, timeLimitSeconds: number): Outcome | undefined {
  const conflict = findConflict(program, highs, timeLimitSeconds);
  if (conflict !== undefined) return { status: 'infeasible', conflict };
  const ray = findRay(program, highs, timeLimitSeconds);
  return ray === undefined ? undefined : { status: 'unbounded', ray };
}

function hasCrossedSides({ lower, upper, rowLower, rowUpper }: Program): boolean {
  const crosses = (low: Float64Array, high: Float64Array) =>
    low.some((value, i) => value > (high[i] as number));
  return crosses(lower, upper) || crosses(rowLower, rowUpper);
}

/**
 * Whole-number programs: HiGHS branches, then the whole variables are rounded and fixed and the rest is solved again,
 * so that what is certified is the answer given. `gap` is the one that branch and bound proved.
 */
function solveWhole(program: Program, highs: HighsSolver, timeLimitSeconds: number): Outcome {
  const { status, point, mipGap } = highs.solve(program, timeLimitSeconds);
  const { integer, ...relaxed } = program;
  if (status === 'time-limit')
    return { status: 'unresolved', reason: `Branch and bound did not finish within ${timeLimitSeconds} s.` };
  if (status !== 'optimal') {
    const reason = 'No whole-number choice meets the constraints, though fractions would.';
    return proveNone(relaxed, highs, timeLimitSeconds) ?? { status: 'unresolved', reason };
  }
  const fix = (side: Float64Array) =>
    side.map((value, j) => (integer?.[j] === 1 ? Math.round(point.x[j] as number) : value));
  const fixed: Program = { ...relaxed, lower: fix(program.lower), upper: fix(program.upper) };
  const outcome = solveContinuous(fixed, highs, timeLimitSeconds);
  if (outcome.status !== 'optimal') return outcome;
  const { primalResidual } = certify(program, { x: outcome.x, rowDuals: outcome.rowDuals });
  const kkt = Math.max(outcome.certificate.kkt, primalResidual, mipGap);
  const certificate = { ...outcome.certificate, primalResidual, gap: mipGap, kkt };
  if (kkt <= CERTIFICATE_TOLERANCE) return { ...outcome, certificate };
  return { status: 'unresolved', reason: `Branch and bound left a gap of ${mipGap}.` };
}
