import { type Program, RowBuilder } from '../programming/program.ts';
import type { Solver } from '../programming/solve.ts';
import { type Allocation, format, refuse, toAllocation } from './allocation.ts';
import { allocationProgram, type Constraints } from './constraints.ts';

/** Tail risk over past scenarios: mean of the worst (1 − beta) losses, or drawdowns, of the daily returns. */
export type ScenarioMeasure = 'cvar' | 'cdar';

export interface ScenarioProblem {
  readonly constraints: Constraints;
  /** Annual. */
  readonly expectedReturns: Float64Array;
  /** Daily returns without gaps, one column an asset. */
  readonly scenarios: readonly Float64Array[];
  readonly measure: ScenarioMeasure;
  /** Confidence, e.g. 0.95. */
  readonly beta: number;
  /** Most assets with a weight, and the least weight such an asset may have. */
  readonly cardinality?: { readonly maxAssets: number; readonly minWeight: number };
}

const NAMES = { cvar: 'CVaR', cdar: 'CDaR' };

/** Least tail risk. Sources: Rockafellar & Uryasev 2000 (CVaR); Chekhlov, Uryasev & Zabarankin 2005 (CDaR). */
export function minScenarioRisk(problem: ScenarioProblem, solver: Solver): Allocation {
  const { program, risk } = riskProgram(problem);
  return allocate(problem, { ...program, cost: add(program.cost, risk) }, solver);
}

/** Highest expected return with a tail risk of at most `target`. */
export function scenarioEfficientRisk(problem: ScenarioProblem, target: number, solver: Solver): Allocation {
  const { program, risk } = riskProgram(problem);
  const name = `target ${NAMES[problem.measure]}`;
  const limited = withRow(program, name, risk, Number.NEGATIVE_INFINITY, target);
  const allocation = allocate(problem, { ...limited, cost: withReturns(program, problem) }, solver);
  if (allocation.status !== 'infeasible') return allocation;
  const least = minScenarioRisk(problem, solver);
  if (least.status !== 'optimal') return least;
  const floor = scenarioRisk(problem, least.weights);
  return refuse(
    'infeasible',
    `A ${NAMES[problem.measure]} of ${format(target)} is out of reach: these constraints allow no less than ${format(floor)}.`,
    [name],
  );
}

/** Least tail risk among the portfolios that expect at least `target` a year. */
export function scenarioEfficientReturn(
  problem: ScenarioProblem,
  target: number,
  solver: Solver,
): Allocation {
  const { program, risk } = riskProgram(problem);
  const returns = new Float64Array(program.columns);
  returns.set(problem.expectedReturns);
  const limited = withRow(program, 'target return', returns, target, Number.POSITIVE_INFINITY);
  return allocate(problem, { ...limited, cost: add(program.cost, risk) }, solver);
}

/** The empirical tail risk of weights: of daily losses (CVaR), or of drawdowns of uncompounded returns (CDaR). */
export function scenarioRisk({ scenarios, measure, beta }: ScenarioProblem, weights: Float64Array): number {
  const rows = scenarios[0]?.length ?? 0;
  const losses = new Float64Array(rows);
  let drawdown = 0;
  for (let t = 0; t < rows; t++) {
    let portfolioReturn = 0;
    for (const [j, column] of scenarios.entries())
      portfolioReturn += (weights[j] as number) * (column[t] as number);
    drawdown = Math.max(0, drawdown - portfolioReturn);
    losses[t] = measure === 'cvar' ? -portfolioReturn : drawdown;
  }
  return tailMean(losses, beta);
}

/** Mean of the worst (1 − beta) share of the losses; the loss on the border counts in part. */
export function tailMean(losses: Float64Array, beta: number): number {
  const sorted = Float64Array.from(losses).sort();
  let share = (1 - beta) * sorted.length;
  const whole = share;
  let sum = 0;
  for (let k = sorted.length - 1; k >= 0 && share > 0; k--) {
    sum += Math.min(1, share) * (sorted[k] as number);
    share -= 1;
  }
  return sum / whole;
}

function allocate(
  { constraints, cardinality }: ScenarioProblem,
  program: Program,
  solver: Solver,
): Allocation {
  const n = constraints.symbols.length;
  if (cardinality === undefined) return toAllocation(solver.solve(program), n);
  return toAllocation(solver.solve(withCardinality(program, constraints, cardinality)), n);
}

/** The weights' program with auxiliary columns, and the tail risk as a linear function of all columns. */
function riskProgram(problem: ScenarioProblem): { program: Program; risk: Float64Array } {
  const { constraints, scenarios, measure, beta } = problem;
  const n = constraints.symbols.length;
  const base = allocationProgram(constraints, {
    hessian: null,
    cost: new Float64Array(n),
    tradingCostWeight: 1,
  });
  const rows = scenarios[0]?.length ?? 0;
  const threshold = base.columns;
  const tail = threshold + 1;
  const drawdown = tail + rows;
  const columns = tail + rows * (measure === 'cvar' ? 1 : 2);
  const builder = new RowBuilder().addAll(base);
  const weights = Array.from({ length: n }, (_, j) => j);
  const open = Number.POSITIVE_INFINITY;
  for (let t = 0; t < rows; t++) {
    const returnAt = (j: number) => (scenarios[j] as Float64Array)[t] as number;
    if (measure === 'cvar') {
      builder.add(`loss of day ${t}`, 0, open, [...weights, threshold, tail + t], (j) =>
        j < n ? returnAt(j) : 1,
      );
    } else {
      const before = t === 0 ? [] : [drawdown + t - 1];
      builder.add(`drawdown of day ${t}`, 0, open, [...weights, drawdown + t, ...before], (j) =>
        j < n ? returnAt(j) : j === drawdown + t ? 1 : -1,
      );
      builder.add(`tail of day ${t}`, 0, open, [threshold, tail + t, drawdown + t], (j) =>
        j === drawdown + t ? -1 : 1,
      );
    }
  }
  const risk = new Float64Array(columns);
  risk[threshold] = 1;
  risk.fill(1 / (rows * (1 - beta)), tail, tail + rows);
  const lower = extended(base.lower, columns, 0);
  lower[threshold] = Number.NEGATIVE_INFINITY;
  const program: Program = {
    ...base,
    ...builder.build(),
    columns,
    cost: extended(base.cost, columns, 0),
    lower,
    upper: extended(base.upper, columns, open),
  };
  return { program, risk };
}

/** One yes-or-no column an asset: no weight without a yes, and at most so many of them. */
function withCardinality(
  program: Program,
  { symbols, lower, upper }: Constraints,
  { maxAssets, minWeight }: NonNullable<ScenarioProblem['cardinality']>,
): Program {
  const first = program.columns;
  const columns = first + symbols.length;
  const builder = new RowBuilder().addAll(program);
  const below = Number.NEGATIVE_INFINITY;
  for (const [j, symbol] of symbols.entries()) {
    const high = upper[j] as number;
    const low = Math.max(lower[j] as number, lower[j] === 0 ? minWeight : Number.NEGATIVE_INFINITY);
    builder.add(`holding ${symbol}`, below, 0, [j, first + j], (k) => (k === j ? 1 : -high));
    if (low !== 0)
      builder.add(`least holding of ${symbol}`, 0, -below, [j, first + j], (k) => (k === j ? 1 : -low));
  }
  const choices = symbols.map((_, j) => first + j);
  builder.add('number of assets', below, maxAssets, choices, () => 1);
  const integer = new Uint8Array(columns);
  integer.fill(1, first);
  return {
    ...program,
    ...builder.build(),
    columns,
    cost: extended(program.cost, columns, 0),
    lower: extended(program.lower, columns, 0),
    upper: extended(program.upper, columns, 1),
    integer,
    columnName: (j) => (j < first ? program.columnName(j) : `choice of ${symbols[j - first] ?? j}`),
  };
}

function withRow(
  program: Program,
  name: string,
  coefficients: Float64Array,
  lower: number,
  upper: number,
): Program {
  const builder = new RowBuilder().addAll(program);
  return {
    ...program,
    ...builder.add(name, lower, upper, coefficients.keys(), (j) => coefficients[j] as number).build(),
  };
}

function withReturns(program: Program, { expectedReturns }: ScenarioProblem): Float64Array {
  const cost = program.cost.slice();
  for (const [j, value] of expectedReturns.entries()) cost[j] = (cost[j] as number) - value;
  return cost;
}

function extended(values: Float64Array, length: number, fill: number): Float64Array {
  const grown = new Float64Array(length).fill(fill);
  grown.set(values);
  return grown;
}

const add = (a: Float64Array, b: Float64Array) => a.map((value, j) => value + (b[j] as number));
