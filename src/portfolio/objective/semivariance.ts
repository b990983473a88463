import { dot, multiply } from '../linear-algebra/vectors.ts';
import { certify } from '../programming/certificate.ts';
import type { Outcome, Solver } from '../programming/solve.ts';
import { type Allocation, format, refuse, toAllocation } from './allocation.ts';
import { allocationProgram, type Constraints, type WeightRow } from './constraints.ts';
import { allocateAtRisk } from './target-risk.ts';

/** Risk counts only what falls below the benchmark. Returns daily and without gaps; expected returns annual. */
export interface SemivarianceProblem {
  readonly constraints: Constraints;
  readonly expectedReturns: Float64Array;
  readonly scenarios: readonly Float64Array[];
  /** Scenarios a year. */
  readonly frequency: number;
}

const MAX_ROUNDS = 60;

/** Annual semideviation √(frequency · mean(min(0, r'w)²)). Source: Estrada 2008. */
export function semideviation({ scenarios, frequency }: SemivarianceProblem, weights: Float64Array): number {
  const returns = portfolioReturns(scenarios, weights);
  const squares = returns.reduce((sum, value) => sum + Math.min(0, value) ** 2, 0);
  return Math.sqrt((squares / returns.length) * frequency);
}

/** Least semivariance. */
export function minSemivariance(
  problem: SemivarianceProblem,
  solver: Solver,
  extra: readonly WeightRow[] = [],
): Allocation {
  return minimise(problem, 2, new Float64Array(problem.expectedReturns.length), solver, extra);
}

/** Most μ'w − ½·riskAversion·semivariance. */
export function maxSemivarianceUtility(
  problem: SemivarianceProblem,
  riskAversion: number,
  solver: Solver,
): Allocation {
  return minimise(
    problem,
    riskAversion,
    problem.expectedReturns.map((value) => -value),
    solver,
    [],
  );
}

/** Least semivariance among the portfolios that expect at least `target` a year. */
export function semivarianceEfficientReturn(
  problem: SemivarianceProblem,
  target: number,
  solver: Solver,
): Allocation {
  const row = {
    name: 'target return',
    coefficients: problem.expectedReturns,
    lower: target,
    upper: Number.POSITIVE_INFINITY,
  };
  return minSemivariance(problem, solver, [row]);
}

/** Highest expected return at an annual semideviation of at most `target`. */
export function semivarianceEfficientRisk(
  problem: SemivarianceProblem,
  target: number,
  solver: Solver,
): Allocation {
  return allocateAtRisk(
    {
      name: 'semideviation',
      atAversion: (aversion) => maxSemivarianceUtility(problem, aversion, solver),
      leastRisk: () => minSemivariance(problem, solver),
      riskOf: (weights) => semideviation(problem, weights),
    },
    target,
  );
}

/**
 * ½·aversion·semivariance + cost'w is quadratic as long as the same days lose, so Newton's method on the losing days
 * ends after a few exact steps; steps that overshoot are shortened. The certificate is that of the last quadratic: it
 * has the true objective's gradient, so its gap bounds the true one.
 */
function minimise(
  problem: SemivarianceProblem,
  aversion: number,
  cost: Float64Array,
  solver: Solver,
  extra: readonly WeightRow[],
): Allocation {
  const n = cost.length;
  const value = (weights: Float64Array) =>
    0.5 * aversion * semideviation(problem, weights) ** 2 + dot(cost, weights);
  let weights: Float64Array | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hessian = hessianAt(problem, aversion, weights);
    const program = allocationProgram(problem.constraints, { hessian, cost, tradingCostWeight: 1 }, extra);
    const outcome = solver.solve(program);
    if (outcome.status !== 'optimal') return toAllocation(outcome, n);
    const next = outcome.x.slice(0, n);
    const exact = sameHessian(hessian, hessianAt(problem, aversion, next));
    if (exact) return toAllocation(recertified(outcome), n);
    weights = weights === undefined ? next : search(value, weights, next, gradient(hessian, cost, weights));
  }
  return refuse(
    'unresolved',
    `The semivariance did not settle within ${MAX_ROUNDS} steps (${format(aversion)} aversion).`,
  );

  function recertified(outcome: Extract<Outcome, { status: 'optimal' }>): Outcome {
    const hessian = hessianAt(problem, aversion, outcome.x.slice(0, n));
    const program = allocationProgram(problem.constraints, { hessian, cost, tradingCostWeight: 1 }, extra);
    return { ...outcome, certificate: certify(program, outcome) };
  }
}

function gradient(hessian: Float64Array, cost: Float64Array, weights: Float64Array): Float64Array {
  return multiply(hessian, weights).map((value, j) => value + (cost[j] as number));
}

/** Armijo's rule along the segment. */
function search(
  value: (weights: Float64Array) => number,
  from: Float64Array,
  to: Float64Array,
  slope: Float64Array,
): Float64Array {
  const direction = to.map((target, j) => target - (from[j] as number));
  const start = value(from);
  const descent = dot(slope, direction);
  for (let length = 1; length > 1e-10; length /= 2) {
    const trial = from.map((at, j) => at + length * (direction[j] as number));
    if (value(trial) <= start + 1e-4 * length * descent + 1e-16) return trial;
  }
  return to;
}

/** aversion · frequency/T · Σ rr' over the days on which the weights lose; over all days where there are none yet. */
function hessianAt(
  { scenarios, frequency }: SemivarianceProblem,
  aversion: number,
  weights: Float64Array | undefined,
): Float64Array {
  const n = scenarios.length;
  const rows = scenarios[0]?.length ?? 0;
  const returns = weights === undefined ? undefined : portfolioReturns(scenarios, weights);
  const days = Array.from({ length: rows }, (_, t) => t).filter(
    (t) => returns === undefined || (returns[t] as number) < 0,
  );
  const losing = scenarios.map((column) => Float64Array.from(days, (t) => column[t] as number));
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = (aversion * frequency * dot(losing[i] as Float64Array, losing[j] as Float64Array)) / rows;
      hessian[i * n + j] = entry;
      hessian[j * n + i] = entry;
    }
  }
  return hessian;
}

const sameHessian = (a: Float64Array, b: Float64Array) =>
  a.every((value, at) => Math.abs(value - (b[at] as number)) <= 1e-12 * Math.abs(value) + 1e-300);

export function portfolioReturns(scenarios: readonly Float64Array[], weights: Float64Array): Float64Array {
  const rows = scenarios[0]?.length ?? 0;
  const returns = new Float64Array(rows);
  for (const [j, column] of scenarios.entries()) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    for (let t = 0; t < rows; t++) returns[t] = (returns[t] as number) + weight * (column[t] as number);
  }
  return returns;
}
