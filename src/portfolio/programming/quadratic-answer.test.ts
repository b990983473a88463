import { beforeAll, describe, expect, it } from 'vitest';
import { loadHighsSolver } from './highs.ts';
import { answerQuadraticProblem } from './quadratic-answer.ts';
import { parseLooseJson } from './quadratic-problem.ts';
import { createSolver, type Solver } from './solve.ts';

let solver: Solver;
beforeAll(async () => {
  solver = createSolver(await loadHighsSolver());
});
const answer = (problem: unknown) => answerQuadraticProblem(problem, solver);

describe('answerQuadraticProblem', () => {
  it('answers with multipliers that make the gradient vanish', () => {
    const given = answer({
      P: [
        [2, 0],
        [0, 2],
      ],
      q: [-2, -5],
      G: [[1, 2]],
      h: [3],
      lower: [0, 0],
      upper: [null, 1],
    });
    expect(given.status).toBe('optimal');
    const [x0 = 0, x1 = 0] = given.x ?? [];
    const { inequality = [], lower = [], upper = [] } = given.multipliers ?? {};
    expect([x0, x1]).toEqual([1, 1]);
    expect(2 * x0 - 2 + (inequality[0] ?? 0) - (lower[0] ?? 0) + (upper[0] ?? 0)).toBeCloseTo(0, 12);
    expect(2 * x1 - 5 + 2 * (inequality[0] ?? 0) - (lower[1] ?? 0) + (upper[1] ?? 0)).toBeCloseTo(0, 12);
    expect(given.kkt).toBeLessThan(1e-10);
  });

  it('names the constraints that contradict each other', () => {
    const given = answer({ q: [1, 1, 1], A_eq: [[1, 1, 1]], b_eq: [1], lower: 0, upper: [0.2, 0.3, 0.4] });
    expect(given.status).toBe('infeasible');
    expect(given.conflict).toHaveLength(4);
    expect(given.reason).toContain('x[2] ≤ 0.4');
    expect(given.reason).toContain('A_eq[0]');
  });

  it('leaves constraints without a part in it out of the conflict', () => {
    const given = answer({
      q: [1, 1],
      G: [
        [1, 0],
        [0, 1],
        [-1, 0],
      ],
      h: [1, 5, -2],
    });
    expect(given.conflict).toEqual(['G[0] (side 1)', 'G[2] (side -2)']);
  });

  it.each([
    ['crossed bounds', { q: [1], lower: [2], upper: [1] }, 'infeasible', 'x[0] ≥ 2'],
    [
      'an open descent',
      {
        P: [
          [1, 0],
          [0, 0],
        ],
        q: [0, -1],
      },
      'unbounded',
      '+x[1]',
    ],
    [
      'negative curvature',
      {
        P: [
          [1, 0],
          [0, -0.5],
        ],
      },
      'not_convex',
      '-0.500000',
    ],
    [
      'an asymmetric P',
      {
        P: [
          [1, 2],
          [0, 1],
        ],
      },
      'invalid',
      'P[1][0] = 0',
    ],
    ['a missing value', parseLooseJson('{"P": [[NaN]], "q": [1]}'), 'invalid', 'P[0][0] is NaN'],
    ['an infinite cost', parseLooseJson('{"q": [Infinity]}'), 'invalid', 'q[0] is Infinity'],
    ['a short row', { P: [[1, 0], [0]] }, 'invalid', 'P[1] has 1 entries where 2'],
    ['text for a number', { q: ['1'] }, 'invalid', 'q[0] is "1"'],
    ['half a constraint', { q: [1], G: [[1]] }, 'invalid', 'belong together'],
    ['an unknown field', { q: [1], A: [[1]] }, 'invalid', '"A" is not a field'],
    ['no variables', {}, 'invalid', 'no variables'],
    ['a list', [], 'invalid', 'not an object'],
    ['too many variables', { q: Array.from({ length: 5000 }, () => 0) }, 'invalid', '5000 variables'],
  ])('answers %s with a status and a reason', (_, problem, status, reason) => {
    const given = answer(problem);
    expect(given).toMatchObject({ status, x: null, objective: null });
    expect(given.reason).toContain(reason);
  });

  it('takes open sides as null, as Infinity or left out', () => {
    const text =
      '{"P": [[1]], "q": [-3], "lower": [-Infinity], "upper": [null], "G": [[1]], "h": [Infinity]}';
    expect(answer(parseLooseJson(text))).toMatchObject({ status: 'optimal', x: [3], objective: -4.5 });
  });
});
