import * as fc from 'fast-check';

/** A random quadratic problem in wire form. */
export interface RandomProblem {
  readonly P: number[][];
  readonly q: number[];
  readonly A_eq: number[][];
  readonly b_eq: number[];
  readonly G: number[][];
  readonly h: number[];
  readonly lower: (number | null)[];
  readonly upper: (number | null)[];
}

const value = fc.integer({ min: -20, max: 20 }).map((whole) => whole / 8);
const open = fc.double({ min: 0, max: 1, noNaN: true });

/**
 * Problems of every kind: full rank and deficient, feasible by construction or not, tight, unbounded, with repeated rows.
 * `feasiblePoint` is a known feasible point where there is one by construction.
 */
export const arbitraryProblem = fc
  .record({
    n: fc.integer({ min: 1, max: 8 }),
    rank: fc.integer({ min: 0, max: 9 }),
    equalities: fc.integer({ min: 0, max: 3 }),
    inequalities: fc.integer({ min: 0, max: 5 }),
    feasible: fc.boolean(),
    scale: fc.constantFrom(1e-3, 0.1, 1, 100),
  })
  .chain(({ n, rank, equalities, inequalities, feasible, scale }) =>
    fc
      .record({
        factors: matrixOf(rank, n),
        q: vectorOf(n),
        A_eq: matrixOf(equalities, n),
        G: matrixOf(inequalities, n),
        point: vectorOf(n),
        sides: fc.array(open, { minLength: 30, maxLength: 30 }),
      })
      .map(({ factors, q, A_eq, G, point, sides }) => {
        const at = (row: number[]) => row.reduce((sum, entry, j) => sum + entry * (point[j] ?? 0), 0);
        const side = (k: number) => sides[k % sides.length] ?? 0;
        const problem: RandomProblem = {
          P: q.map((_, i) =>
            q.map((_, j) => scale * factors.reduce((sum, f) => sum + (f[i] ?? 0) * (f[j] ?? 0), 0)),
          ),
          q,
          A_eq,
          b_eq: A_eq.map((row, k) => (feasible ? at(row) : side(k))),
          G,
          h: G.map((row, k) => (feasible ? at(row) + Math.max(0, side(k + 4) - 0.3) : side(k + 4) - 0.5)),
          lower: point.map((p, j) => (side(j + 9) < 0.4 ? null : p - (side(j + 9) < 0.5 ? 0 : side(j + 9)))),
          upper: point.map((p, j) =>
            side(j + 19) < 0.4 ? null : p + (side(j + 19) < 0.5 ? 0 : side(j + 19)),
          ),
        };
        return { problem, feasiblePoint: feasible ? point : null };
      }),
  );

function vectorOf(length: number): fc.Arbitrary<number[]> {
  return fc.array(value, { minLength: length, maxLength: length });
}

function matrixOf(rows: number, columns: number): fc.Arbitrary<number[][]> {
  return fc.array(vectorOf(columns), { minLength: rows, maxLength: rows });
}

/**
 * How far the objective can be lowered from `x` by walking towards feasible points: the known one, and the bounds' box
 * corners that satisfy every row. Relative to 1 + |objective|; 0 or less for a true minimum.
 */
export function gapToBruteForce(problem: RandomProblem, x: number[], known: number[] | null): number {
  const rivals = [known, ...corners(problem)].filter(
    (point): point is number[] => point !== null && feasible(problem, point),
  );
  const best = objective(problem, x);
  let gap = 0;
  for (const rival of rivals)
    for (const share of [1e-3, 0.05, 0.5, 1]) {
      const mixed = x.map((from, j) => from + share * ((rival[j] ?? 0) - from));
      gap = Math.max(gap, (best - objective(problem, mixed)) / (1 + Math.abs(best)));
    }
  return gap;
}

function* corners({ lower, upper }: RandomProblem): Generator<number[]> {
  for (let mask = 0; mask < 1 << lower.length; mask++)
    yield lower.map((low, j) => (mask & (1 << j) ? upper[j] : low) ?? low ?? upper[j] ?? 0);
}

function objective({ P, q }: RandomProblem, x: number[]): number {
  return x.reduce(
    (sum, xi, i) =>
      sum + xi * (q[i] ?? 0) + 0.5 * xi * (P[i] ?? []).reduce((s, p, j) => s + p * (x[j] ?? 0), 0),
    0,
  );
}

function feasible({ A_eq, b_eq, G, h, lower, upper }: RandomProblem, x: number[]): boolean {
  const at = (row: number[]) => row.reduce((sum, entry, j) => sum + entry * (x[j] ?? 0), 0);
  return (
    A_eq.every((row, i) => Math.abs(at(row) - (b_eq[i] ?? 0)) < 1e-12) &&
    G.every((row, i) => at(row) <= (h[i] ?? 0)) &&
    x.every((v, j) => v >= (lower[j] ?? v) && v <= (upper[j] ?? v))
  );
}
