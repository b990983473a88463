import { factorQuasiDefinite } from '../linear-algebra/quasi-definite.ts';
import { dot, maxAbs } from '../linear-algebra/vectors.ts';
import type { PrimalDual } from './certificate.ts';
import { type DenseForm, toDenseForm } from './dense-form.ts';
import type { Program } from './program.ts';
import { equilibrate } from './scaling.ts';

const MAX_ITERATIONS = 80;
const TARGET = 1e-12;
const STEP_BACK = 0.995;

interface State {
  readonly x: Float64Array;
  /** Multipliers of the equalities. */
  readonly y: Float64Array;
  /** Slacks and multipliers of the inequalities, both positive. */
  readonly s: Float64Array;
  readonly z: Float64Array;
}

interface Residuals {
  readonly dual: Float64Array;
  readonly equality: Float64Array;
  readonly slack: Float64Array;
  readonly mu: number;
  readonly merit: number;
}

/**
 * Primal-dual interior-point method for small dense convex programs: Mehrotra's predictor and corrector from an
 * infeasible start. Returns the best point it saw; whether that is an optimum is for the certificate to say.
 * Source: Nocedal & Wright, Numerical Optimization, 14.2 and 16.6.
 */
export function interiorPoint(program: Program): PrimalDual {
  const scaled = equilibrate(program);
  const form = toDenseForm(scaled.program);
  const state = startingPoint(form);
  let best = copyOf(state);
  let bestMerit = Number.POSITIVE_INFINITY;
  let sinceBest = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const residuals = residualsOf(form, state);
    if (residuals.merit < bestMerit) {
      best = copyOf(state);
      bestMerit = residuals.merit;
      sinceBest = 0;
    } else sinceBest += 1;
    if (bestMerit < TARGET || sinceBest > 8 || Number.isNaN(residuals.merit)) break;
    advance(form, state, residuals);
  }
  return scaled.unscale({ x: best.x, rowDuals: form.rowDuals(best.y, best.z) });
}

function startingPoint(form: DenseForm): State {
  const x = Float64Array.from(form.start);
  const slack = form.inequalityActivity(x);
  const dualScale = Math.max(1e-2, maxAbs(form.cost), form.hessian === null ? 0 : maxAbs(form.hessian));
  return {
    x,
    y: new Float64Array(form.equalityRhs.length),
    s: slack.map((activity, j) => Math.max(1e-1, activity - (form.inequalityRhs[j] as number))),
    z: slack.map(() => Math.min(dualScale, 1e4)),
  };
}

const copyOf = ({ x, y, s, z }: State): State => ({
  x: x.slice(),
  y: y.slice(),
  s: s.slice(),
  z: z.slice(),
});

function residualsOf(form: DenseForm, { x, y, s, z }: State): Residuals {
  const curvature = form.timesHessian(x);
  const pullEquality = form.equalityTranspose(y);
  const pullInequality = form.inequalityTranspose(z);
  const dual = curvature.map(
    (value, j) =>
      value + (form.cost[j] as number) - (pullEquality[j] as number) - (pullInequality[j] as number),
  );
  const equality = form.equalityActivity(x).map((value, i) => value - (form.equalityRhs[i] as number));
  const slack = form
    .inequalityActivity(x)
    .map((value, j) => value - (form.inequalityRhs[j] as number) - (s[j] as number));
  const complementarity = dot(s, z);
  const mu = s.length === 0 ? 0 : complementarity / s.length;
  const gradientSize = Math.max(1e-6, maxAbs(curvature), maxAbs(form.cost), maxAbs(pullEquality));
  const objective = dot(form.cost, x) + 0.5 * dot(x, curvature);
  const merit = Math.max(
    maxAbs(dual) / gradientSize,
    maxAbs(equality) / Math.max(1, maxAbs(form.equalityRhs)),
    maxAbs(slack) / Math.max(1, maxAbs(form.inequalityRhs)),
    complementarity / (1 + Math.abs(objective)),
  );
  return { dual, equality, slack, mu, merit };
}

/** One predictor-corrector step, in place. */
function advance(form: DenseForm, state: State, residuals: Residuals): void {
  const { s, z } = state;
  const solve = newtonSystem(form, state, residuals);
  const affine = solve((j) => (s[j] as number) * (z[j] as number));
  const affinePrimal = longestStep(s, affine.ds);
  const affineDual = longestStep(z, affine.dz);
  let affineMu = 0;
  for (let j = 0; j < s.length; j++) {
    affineMu +=
      ((s[j] as number) + affinePrimal * (affine.ds[j] as number)) *
      ((z[j] as number) + affineDual * (affine.dz[j] as number));
  }
  const ratio = s.length === 0 ? 0 : affineMu / s.length / residuals.mu;
  const centre = ratio ** 3 * residuals.mu;
  const step = solve(
    (j) => (s[j] as number) * (z[j] as number) + (affine.ds[j] as number) * (affine.dz[j] as number) - centre,
  );
  // One common step length: with a quadratic term, different ones would break the dual residual's decrease.
  const length = Math.min(1, STEP_BACK * Math.min(longestStep(s, step.ds, 2), longestStep(z, step.dz, 2)));
  add(state.x, step.dx, length);
  add(state.y, step.dy, length);
  add(s, step.ds, length);
  add(z, step.dz, length);
}

interface Step {
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly ds: Float64Array;
  readonly dz: Float64Array;
}

/** Factors the reduced KKT matrix once; the returned function solves it for a complementarity right-hand side. */
function newtonSystem(
  form: DenseForm,
  { s, z }: State,
  residuals: Residuals,
): (rc: (j: number) => number) => Step {
  const { columns: n } = form;
  const equalities = form.equalityRhs.length;
  const size = n + equalities;
  const weight = s.map((slack, j) => (z[j] as number) / slack);
  const factor = factorQuasiDefinite(form.kktMatrix(weight), size, n);
  return (rc) => {
    const complementarity = s.map((_, j) => rc(j));
    const shifted = s.map(
      (slack, j) =>
        ((complementarity[j] as number) + (z[j] as number) * (residuals.slack[j] as number)) / slack,
    );
    const pull = form.inequalityTranspose(shifted);
    const rhs = new Float64Array(size);
    for (let j = 0; j < n; j++) rhs[j] = -(residuals.dual[j] as number) - (pull[j] as number);
    for (let i = 0; i < equalities; i++) rhs[n + i] = -(residuals.equality[i] as number);
    const solution = factor.solve(rhs);
    const dx = solution.slice(0, n);
    const ds = form.inequalityActivity(dx).map((value, j) => value + (residuals.slack[j] as number));
    const dz = ds.map(
      (value, j) => (-(complementarity[j] as number) - (z[j] as number) * value) / (s[j] as number),
    );
    return { dx, dy: solution.slice(n).map((value) => -value), ds, dz };
  };
}

function longestStep(values: Float64Array, direction: Float64Array, limit = 1): number {
  let length = limit;
  for (let j = 0; j < values.length; j++) {
    const change = direction[j] as number;
    if (change < 0) length = Math.min(length, -(values[j] as number) / change);
  }
  return length;
}

function add(target: Float64Array, step: Float64Array, length: number): void {
  for (let j = 0; j < target.length; j++) target[j] = (target[j] as number) + length * (step[j] as number);
}
