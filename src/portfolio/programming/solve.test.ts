import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { certify, objectiveOf } from './certificate.ts';
import { type HighsSolver, loadHighsSolver } from './highs.ts';
import { interiorPoint } from './interior-point.ts';
import { polish } from './polish.ts';
import { type Program, RowBuilder } from './program.ts';
import { answerQuadraticProblem } from './quadratic-answer.ts';
import { arbitraryProblem, gapToBruteForce } from './random-problems.test-data.ts';
import { createSolver, type Solver } from './solve.ts';

let highs: HighsSolver;
let solver: Solver;
beforeAll(async () => {
  highs = await loadHighsSolver();
  solver = createSolver(highs);
});

const simplex = (n: number, hessian: Float64Array | null, cost = new Float64Array(n)): Program => ({
  ...new RowBuilder().add('budget', 1, 1, Array(n).keys(), () => 1).build(),
  columns: n,
  hessian,
  cost,
  lower: new Float64Array(n),
  upper: new Float64Array(n).fill(1),
  columnName: (j) => `x${j}`,
});

describe('solve', () => {
  it('finds the minimum-variance mix of two assets as the textbook formula gives it', () => {
    const hessian = Float64Array.of(0.04, 0.006, 0.006, 0.09);
    const outcome = solver.solve(simplex(2, hessian));
    if (outcome.status !== 'optimal') throw new Error(outcome.status);
    const expected = (0.09 - 0.006) / (0.04 + 0.09 - 0.012);
    expect(outcome.x[0]).toBeCloseTo(expected, 14);
    expect(outcome.certificate.kkt).toBeLessThan(1e-14);
  });

  it('solves whole-number programs and certifies the rounded answer', () => {
    const knapsack: Program = {
      ...new RowBuilder()
        .add('room', Number.NEGATIVE_INFINITY, 10, Array(3).keys(), (j) => [5, 4, 3][j] ?? 0)
        .build(),
      columns: 3,
      hessian: null,
      cost: Float64Array.of(-10, -7, -5),
      lower: new Float64Array(3),
      upper: new Float64Array(3).fill(2),
      integer: Uint8Array.of(1, 1, 1),
      columnName: (j) => `x${j}`,
    };
    const outcome = solver.solve(knapsack);
    expect(outcome).toMatchObject({ status: 'optimal', objective: -20 });
  });

  it('says so when no whole number fits though fractions do', () => {
    const odd: Program = {
      ...new RowBuilder().add('twice', 1, 1, [0], () => 2).build(),
      columns: 1,
      hessian: null,
      cost: new Float64Array(1),
      lower: new Float64Array(1),
      upper: new Float64Array(1).fill(5),
      integer: Uint8Array.of(1),
      columnName: () => 'n',
    };
    expect(solver.solve(odd)).toMatchObject({
      status: 'unresolved',
      reason: expect.stringContaining('whole'),
    });
  });

  it('gives no answer when a solver cheats', () => {
    const liar: HighsSolver = {
      solve: (program) => ({
        status: 'optimal',
        point: { x: program.lower.slice(), rowDuals: new Float64Array(program.rowLower.length) },
        mipGap: 0,
      }),
    };
    const outcome = createSolver(liar).solve(simplex(3, null, Float64Array.of(1, 2, Number.NaN)));
    expect(outcome.status).toBe('unresolved');
  });
});

describe('both methods', () => {
  it('agree on random covariances to 1e-9 of the objective', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 1e9 }), (n, seed) => {
        const program = simplex(n, randomCovariance(n, seed));
        const ours = polish(program, interiorPoint(program));
        const theirs = highs.solve(program, 10);
        expect(ours.certificate.kkt).toBeLessThan(1e-9);
        const difference = objectiveOf(program, ours.answer.x) - objectiveOf(program, theirs.point.x);
        expect(Math.abs(difference)).toBeLessThan(1e-9 * objectiveOf(program, ours.answer.x));
      }),
      { numRuns: 60 },
    );
  });
});

describe('certify', () => {
  it('refuses a feasible point that is not optimal, by the true gap', () => {
    const program = simplex(2, Float64Array.of(1, 0, 0, 1));
    const certificate = certify(program, { x: Float64Array.of(1, 0), rowDuals: Float64Array.of(0) });
    expect(certificate.gap).toBeCloseTo(1 / 1.5, 12);
    expect(certificate.primalResidual).toBe(0);
  });

  it('never lets NaN pass for small', () => {
    const program = simplex(2, Float64Array.of(1, 0, 0, 1));
    const certificate = certify(program, { x: Float64Array.of(Number.NaN, 0), rowDuals: Float64Array.of(0) });
    expect(certificate.kkt).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('random problems', () => {
  it('never yields a false "optimal" or a false "infeasible"', () => {
    fc.assert(
      fc.property(arbitraryProblem, ({ problem, feasiblePoint }) => {
        const answer = answerQuadraticProblem(problem, solver);
        expect(answer.status).not.toBe('invalid');
        expect(answer.status === 'infeasible' && feasiblePoint !== null).toBe(false);
        if (answer.x === null) return;
        // A random walk through the feasible set must find nothing better than the certified minimum.
        expect(gapToBruteForce(problem, answer.x, feasiblePoint)).toBeLessThan(1e-6);
      }),
      { numRuns: 400, seed: 11 },
    );
  });
});

function randomCovariance(n: number, seed: number): Float64Array {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const factors = Array.from({ length: n + 5 }, () => Float64Array.from({ length: n }, next));
  const matrix = new Float64Array(n * n);
  for (const factor of factors)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        matrix[i * n + j] = (matrix[i * n + j] as number) + (factor[i] as number) * (factor[j] as number);
  return matrix;
}
