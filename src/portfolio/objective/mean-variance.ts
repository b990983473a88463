import { dot, quadraticForm } from '../linear-algebra/vectors.ts';
import { type Program, RowBuilder, rowEntries } from '../programming/program.ts';
import type { Solver } from '../programming/solve.ts';
import { type Allocation, format, refuse, toAllocation } from './allocation.ts';
import { allocationProgram, type Constraints, type WeightRow } from './constraints.ts';
import { allocateAtRisk } from './target-risk.ts';

/** What mean-variance objectives need. Returns and covariance are annual; arrays follow `constraints.symbols`. */
export interface MeanVariance {
  readonly constraints: Constraints;
  readonly expectedReturns: Float64Array;
  readonly covariance: Float64Array;
  /** Adds l2·w'w to the minimised objective: spreads the weights. */
  readonly l2?: number;
}

/** Least variance (+ l2). Source: Markowitz 1952. */
export function minVolatility(
  problem: MeanVariance,
  solver: Solver,
  extra: readonly WeightRow[] = [],
): Allocation {
  const { constraints, covariance, l2 = 0 } = problem;
  const n = constraints.symbols.length;
  const objective = {
    hessian: hessianOf(covariance, 2, l2, n),
    cost: new Float64Array(n),
    tradingCostWeight: 1,
  };
  return toAllocation(solver.solve(allocationProgram(constraints, objective, extra)), n);
}

/** Most μ'w − ½·riskAversion·w'Σw (− l2·w'w − trading costs). */
export function maxUtility(problem: MeanVariance, riskAversion: number, solver: Solver): Allocation {
  const { constraints, covariance, expectedReturns, l2 = 0 } = problem;
  const n = constraints.symbols.length;
  const objective = {
    hessian: hessianOf(covariance, riskAversion, l2, n),
    cost: expectedReturns.map((value) => -value),
    tradingCostWeight: 1,
  };
  return toAllocation(solver.solve(allocationProgram(constraints, objective)), n);
}

/** Highest expected return the constraints allow. */
export function maxReturn(problem: MeanVariance, solver: Solver): Allocation {
  const { constraints, expectedReturns } = problem;
  const objective = { hessian: null, cost: expectedReturns.map((value) => -value), tradingCostWeight: 1 };
  return toAllocation(solver.solve(allocationProgram(constraints, objective)), constraints.symbols.length);
}

/** Least variance among the portfolios that expect at least `targetReturn` a year. */
export function efficientReturn(problem: MeanVariance, targetReturn: number, solver: Solver): Allocation {
  const row: WeightRow = {
    name: 'target return',
    coefficients: problem.expectedReturns,
    lower: targetReturn,
    upper: Number.POSITIVE_INFINITY,
  };
  const allocation = minVolatility(problem, solver, [row]);
  if (allocation.status !== 'infeasible') return allocation;
  const best = maxReturn(problem, solver);
  // Without the target it may still be infeasible: then that conflict is the one to name.
  if (best.status !== 'optimal') return best;
  const reach = format(dot(problem.expectedReturns, best.weights));
  return {
    ...allocation,
    reason: `A return of ${format(targetReturn)} is out of reach: these constraints allow at most ${reach}. ${allocation.reason}`,
  };
}

/** Highest expected return at a volatility of at most `targetVolatility` a year. */
export function efficientRisk(problem: MeanVariance, targetVolatility: number, solver: Solver): Allocation {
  return allocateAtRisk(
    {
      name: 'volatility',
      atAversion: (aversion) => maxUtility(problem, aversion, solver),
      leastRisk: () => minVolatility({ ...problem, l2: 0 }, solver),
      riskOf: (weights) => Math.sqrt(Math.max(0, quadraticForm(problem.covariance, weights))),
    },
    targetVolatility,
  );
}

/**
 * Highest (μ'w − riskFreeRate)/√(w'Σw). The ratio does not change with the scale of w, so the variance is minimised at
 * excess return 1 over all scales and the scale taken out again. Source: Cornuejols & Tütüncü 2006, 8.2.
 */
export function maxSharpe(problem: MeanVariance, riskFreeRate: number, solver: Solver): Allocation {
  const { constraints, covariance, expectedReturns } = problem;
  const n = constraints.symbols.length;
  if (problem.l2 !== undefined && problem.l2 !== 0)
    return refuse(
      'invalid',
      'The Sharpe ratio has no L2 term: use max_quadratic_utility or efficient_risk with it.',
    );
  const plain = { hessian: hessianOf(covariance, 2, 0, n), cost: new Float64Array(n) };
  const program = allocationProgram(constraints, plain);
  const excess = new Float64Array(program.columns + 1);
  excess.set(expectedReturns);
  excess[program.columns] = -riskFreeRate;
  if (constraints.trading !== undefined)
    for (let k = 0; k < 2 * n; k++) excess[n + k] = -(constraints.trading.cost[k % n] as number);
  const outcome = solver.solve(homogeneous(program, excess));
  if (outcome.status === 'infeasible') {
    const best = maxReturn(problem, solver);
    if (best.status !== 'optimal') return best;
    const reach = format(dot(expectedReturns, best.weights));
    return refuse(
      'infeasible',
      `No allowed portfolio expects more than the risk-free rate of ${format(riskFreeRate)}: the highest return is ${reach}. Use min_volatility.`,
      ['risk-free rate', 'expected returns'],
    );
  }
  const allocation = toAllocation(outcome, n);
  if (allocation.status !== 'optimal' || outcome.status !== 'optimal') return allocation;
  const scale = outcome.x[program.columns] as number;
  return { ...allocation, weights: allocation.weights.map((value) => value / scale) };
}

/** `points` portfolios from least volatility to highest return, evenly spaced in return. */
export function efficientFrontier(problem: MeanVariance, points: number, solver: Solver): Allocation[] {
  const least = minVolatility(problem, solver);
  const most = maxReturn(problem, solver);
  if (least.status !== 'optimal') return [least];
  if (most.status !== 'optimal') return [most];
  const from = dot(problem.expectedReturns, least.weights);
  const to = dot(problem.expectedReturns, most.weights);
  return Array.from({ length: points }, (_, k) => {
    if (k === 0) return least;
    // The last point would leave only one portfolio, which rounding could exclude.
    const target = from + ((to - from) * k) / (points - 1) - (k === points - 1 ? 1e-12 * Math.abs(to) : 0);
    return efficientReturn(problem, target, solver);
  });
}

/** factor·Σ + 2·l2·I. */
export function hessianOf(covariance: Float64Array, factor: number, l2: number, n: number): Float64Array {
  return covariance.map((value, at) => factor * value + (at % (n + 1) === 0 ? 2 * l2 : 0));
}

/** The cone over a program: one more column κ ≥ 0 scales every side, and `normal`·(y, κ) = 1 fixes the scale. */
function homogeneous(program: Program, normal: Float64Array): Program {
  const { columns } = program;
  const builder = new RowBuilder();
  const addSide = (name: string, entries: ReadonlyMap<number, number>, side: number, above: boolean) => {
    if (!Number.isFinite(side)) return;
    const lifted = new Map(entries).set(columns, -side);
    builder.add(
      name,
      above ? 0 : Number.NEGATIVE_INFINITY,
      above ? Number.POSITIVE_INFINITY : 0,
      lifted.keys(),
      (j) => lifted.get(j) ?? 0,
    );
  };
  for (let i = 0; i < program.rowLower.length; i++) {
    const entries = rowEntries(program, i);
    const low = program.rowLower[i] as number;
    const high = program.rowUpper[i] as number;
    if (low === high) {
      const lifted = entries.set(columns, -low);
      builder.add(program.rowName(i), 0, 0, lifted.keys(), (j) => lifted.get(j) ?? 0);
    } else {
      addSide(program.rowName(i), entries, low, true);
      addSide(program.rowName(i), entries, high, false);
    }
  }
  const sign = (side: number) => (side === 0 ? 0 : undefined);
  for (let j = 0; j < columns; j++) {
    const low = program.lower[j] as number;
    const high = program.upper[j] as number;
    if (low !== 0) addSide(`lower bound of ${program.columnName(j)}`, new Map([[j, 1]]), low, true);
    if (high !== 0) addSide(`upper bound of ${program.columnName(j)}`, new Map([[j, 1]]), high, false);
  }
  builder.add('excess return', 1, 1, normal.keys(), (j) => normal[j] as number);
  const size = columns + 1;
  const hessian = new Float64Array(size * size);
  for (let i = 0; program.hessian !== null && i < columns; i++)
    hessian.set(program.hessian.subarray(i * columns, i * columns + columns), i * size);
  return {
    ...builder.build(),
    columns: size,
    hessian,
    cost: new Float64Array(size),
    lower: Float64Array.from({ length: size }, (_, j) =>
      j === columns ? 0 : (sign(program.lower[j] as number) ?? Number.NEGATIVE_INFINITY),
    ),
    upper: Float64Array.from({ length: size }, (_, j) =>
      j === columns
        ? Number.POSITIVE_INFINITY
        : (sign(program.upper[j] as number) ?? Number.POSITIVE_INFINITY),
    ),
    columnName: (j) => (j === columns ? 'scale' : program.columnName(j)),
  };
}
