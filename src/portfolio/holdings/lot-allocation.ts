import { type Program, RowBuilder } from '../programming/program.ts';
import type { Solver } from '../programming/solve.ts';

/** What is to be turned into whole lots. Arrays follow each other; money in USD. */
export interface LotProblem {
  readonly symbols: readonly string[];
  readonly prices: Float64Array;
  readonly targets: Float64Array;
  /** Shares held now. */
  readonly held: Float64Array;
  /** Shares that can only be traded together; 1 for single shares. */
  readonly lotSize: number;
  /** Value of all shares and cash. */
  readonly value: number;
  /** Proportional trading cost. */
  readonly costRate: number;
}

export interface LotAllocation {
  readonly shares: Float64Array;
  /** Σ|value − target| + costs, in USD, as minimised. */
  readonly deviation: number;
}

/**
 * Whole lots nearest to the target weights that the value pays for, trading costs included: a mixed-integer program
 * over lots n, deviations d ≥ |p·n − target| and trades t ≥ |n − held|. `undefined` where the solver found none.
 */
export function allocateLots(problem: LotProblem, solver: Solver): LotAllocation | undefined {
  const { prices, lotSize, symbols } = problem;
  const outcome = solver.solve(lotProgram(problem));
  if (outcome.status !== 'optimal') return undefined;
  const shares = Float64Array.from(prices, (_, i) => Math.round(outcome.x[i] as number) * lotSize);
  return { shares: shares.slice(0, symbols.length), deviation: outcome.objective * problem.value };
}

/** Money is in shares of the value, so that the solver's tolerances mean the same for every size of portfolio. */
function lotProgram({ symbols, prices, targets, held, lotSize, value, costRate }: LotProblem): Program {
  const n = symbols.length;
  const lot = prices.map((price) => (price * lotSize) / value);
  const now = held.map((shares) => shares / lotSize);
  const open = Number.POSITIVE_INFINITY;
  const builder = new RowBuilder();
  for (let i = 0; i < n; i++) {
    const [d, t] = [n + i, 2 * n + i];
    const target = targets[i] as number;
    const size = lot[i] as number;
    const at = now[i] as number;
    builder.add('above target', -target, open, [i, d], (j) => (j === i ? -size : 1));
    builder.add('below target', target, open, [i, d], (j) => (j === i ? size : 1));
    builder.add('bought', -at, open, [i, t], (j) => (j === i ? -1 : 1));
    builder.add('sold', at, open, [i, t], () => 1);
  }
  const money = Array.from({ length: 2 * n }, (_, k) => (k < n ? k : n + k));
  builder.add('value', -open, 1, money, (j) =>
    j < n ? (lot[j] as number) : costRate * (lot[j - 2 * n] as number),
  );
  const columns = 3 * n;
  return {
    ...builder.build(),
    columns,
    hessian: null,
    cost: Float64Array.from({ length: columns }, (_, j) => {
      if (j < n) return 0;
      return j < 2 * n ? 1 : costRate * (lot[j - 2 * n] as number);
    }),
    lower: new Float64Array(columns),
    upper: Float64Array.from({ length: columns }, (_, j) =>
      j < n ? Math.ceil(1 / (lot[j] as number)) : open,
    ),
    integer: Uint8Array.from({ length: columns }, (_, j) => Number(j < n)),
    columnName: (j) => `${j < n ? 'lots' : j < 2 * n ? 'deviation' : 'trade'} of ${symbols[j % n]}`,
  };
}
