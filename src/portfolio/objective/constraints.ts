import { type Program, RowBuilder } from '../programming/program.ts';

/** A cap or floor on the summed weight of some assets, e.g. a sector. */
export interface GroupLimit {
  readonly name: string;
  /** Indices into the assets. */
  readonly members: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** Trading away from the weights held now. */
export interface Trading {
  readonly from: Float64Array;
  /** Largest Σ|w − from|; Infinity where only costs matter. */
  readonly maxTurnover: number;
  /** Proportional cost of each asset's trade, as a fraction of the traded value, in the objective's time unit. */
  readonly cost: Float64Array;
}

/** Where the weights may be. Weights are fractions of the portfolio's value. */
export interface Constraints {
  readonly symbols: readonly string[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Σw: 1 fully invested, 0 market neutral. */
  readonly budget: number;
  readonly groups: readonly GroupLimit[];
  readonly trading?: Trading;
}

/** Linear and quadratic part of an objective over the weights alone; the Hessian may be absent. */
export interface WeightObjective {
  readonly hessian: Float64Array | null;
  readonly cost: Float64Array;
  /** How much a unit of trading cost weighs in this objective. */
  readonly tradingCostWeight?: number;
}

/** A further condition on the weights: lower ≤ coefficients·w ≤ upper. */
export interface WeightRow {
  readonly name: string;
  readonly coefficients: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The program whose first columns are the weights. With trading, every asset also has a bought and a sold part:
 * w − bought + sold = from.
 */
export function allocationProgram(
  constraints: Constraints,
  objective: WeightObjective,
  extra: readonly WeightRow[] = [],
): Program {
  const { symbols, trading } = constraints;
  const n = symbols.length;
  const columns = trading === undefined ? n : 3 * n;
  const builder = weightRows(constraints, extra);
  const lower = new Float64Array(columns);
  const upper = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const cost = new Float64Array(columns);
  lower.set(constraints.lower);
  upper.set(constraints.upper);
  cost.set(objective.cost);
  if (trading !== undefined) {
    const weight = objective.tradingCostWeight ?? 0;
    for (let k = 0; k < 2 * n; k++) cost[n + k] = weight * (trading.cost[k % n] as number);
  }
  return {
    ...builder.build(),
    columns,
    hessian: objective.hessian === null ? null : padded(objective.hessian, n, columns),
    cost,
    lower,
    upper,
    columnName: (column) => columnName(symbols, column),
  };
}

function weightRows(constraints: Constraints, extra: readonly WeightRow[]): RowBuilder {
  const { symbols, trading, budget } = constraints;
  const n = symbols.length;
  const builder = new RowBuilder();
  builder.add(
    budget === 0 ? 'market neutrality' : 'full investment',
    budget,
    budget,
    Array(n).keys(),
    () => 1,
  );
  for (const { name, members, lower, upper } of constraints.groups)
    builder.add(name, lower, upper, members, () => 1);
  for (const { name, coefficients, lower, upper } of extra)
    builder.add(name, lower, upper, coefficients.keys(), (j) => coefficients[j] as number);
  if (trading === undefined) return builder;
  for (const [j, symbol] of symbols.entries()) {
    const held = trading.from[j] as number;
    builder.add(`weight of ${symbol} held now`, held, held, [j, n + j, 2 * n + j], (column) =>
      column >= n && column < 2 * n ? -1 : 1,
    );
  }
  const trades = Array.from({ length: 2 * n }, (_, k) => n + k);
  if (Number.isFinite(trading.maxTurnover))
    builder.add('turnover limit', Number.NEGATIVE_INFINITY, trading.maxTurnover, trades, () => 1);
  return builder;
}

function columnName(symbols: readonly string[], column: number): string {
  const n = symbols.length;
  const symbol = symbols[column % n] ?? `column ${column}`;
  return column < n ? `weight of ${symbol}` : `${column < 2 * n ? 'purchase' : 'sale'} of ${symbol}`;
}

function padded(matrix: Float64Array, n: number, size: number): Float64Array {
  if (size === n) return matrix;
  const grown = new Float64Array(size * size);
  for (let i = 0; i < n; i++) grown.set(matrix.subarray(i * n, i * n + n), i * size);
  return grown;
}
