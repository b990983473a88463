import { dot, maxAbs, multiply } from '../linear-algebra/vectors.ts';
import { type Program, rowActivity, transposeTimes } from './program.ts';

/** Proof, computed here from the answer alone, of how far it can be from optimal. */
export interface Certificate {
  /** Largest constraint or bound violation, relative to the size of the sides. */
  readonly primalResidual: number;
  /** Largest part of the gradient that no multiplier of the right sign explains, relative to its terms. */
  readonly dualResidual: number;
  /** Primal minus dual objective, relative to 1 + |objective|; the objective is at most this far above its minimum. */
  readonly gap: number;
  /** The largest of the three; an answer above the tolerance is refused. */
  readonly kkt: number;
}

export const CERTIFICATE_TOLERANCE = 1e-8;

/** A point with the multipliers of its rows (positive presses on the lower side, negative on the upper). */
export interface PrimalDual {
  readonly x: Float64Array;
  readonly rowDuals: Float64Array;
}

/** ½x'Hx + c'x. */
export function objectiveOf(program: Program, x: Float64Array): number {
  const linear = dot(program.cost, x);
  return program.hessian === null ? linear : linear + 0.5 * dot(x, multiply(program.hessian, x));
}

/**
 * KKT residuals and duality gap of a convex program's answer. The multipliers of the bounds are the reduced costs
 * themselves, so a solver need not supply them. Source: Boyd & Vandenberghe, Convex Optimization, 5.5.3.
 */
export function certify(program: Program, { x, rowDuals }: PrimalDual): Certificate {
  const curvature = program.hessian === null ? new Float64Array(x.length) : multiply(program.hessian, x);
  const pull = transposeTimes(program.rows, rowDuals, program.columns);
  const activity = rowActivity(program.rows, x);
  const slackCosts = { complementarity: 0, violation: 0, unexplained: 0 };
  for (let j = 0; j < x.length; j++) {
    const reducedCost = (curvature[j] as number) + (program.cost[j] as number) - (pull[j] as number);
    addSide(slackCosts, x[j] as number, program.lower[j] as number, program.upper[j] as number, reducedCost);
  }
  for (let i = 0; i < activity.length; i++) {
    addSide(
      slackCosts,
      activity[i] as number,
      program.rowLower[i] as number,
      program.rowUpper[i] as number,
      rowDuals[i] as number,
    );
  }
  const gradientSize = Math.max(1, maxAbs(curvature), maxAbs(program.cost), maxAbs(pull));
  const linear = dot(program.cost, x);
  const objective = linear + 0.5 * dot(x, curvature);
  const primalResidual = slackCosts.violation;
  const dualResidual = slackCosts.unexplained / gradientSize;
  const gap = slackCosts.complementarity / (1 + Math.abs(objective));
  // NaN must never pass a `<=` test downstream, so it is made the worst value.
  const worst = Math.max(primalResidual, dualResidual, gap);
  return { primalResidual, dualResidual, gap, kkt: Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst };
}

interface Totals {
  complementarity: number;
  violation: number;
  unexplained: number;
}

function addSide(totals: Totals, value: number, lower: number, upper: number, multiplier: number): void {
  const below = lower - value;
  const above = value - upper;
  if (below > 0) totals.violation = Math.max(totals.violation, below / Math.max(1, Math.abs(lower)));
  if (above > 0) totals.violation = Math.max(totals.violation, above / Math.max(1, Math.abs(upper)));
  if (Number.isNaN(value)) totals.violation = Number.NaN;
  const slack = multiplier > 0 ? value - lower : upper - value;
  if (multiplier === 0) return;
  if (Number.isFinite(slack)) totals.complementarity += Math.abs(multiplier * slack);
  else totals.unexplained = Math.max(totals.unexplained, Math.abs(multiplier));
}
