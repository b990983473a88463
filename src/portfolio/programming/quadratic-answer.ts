import { multiply } from '../linear-algebra/vectors.ts';
import type { Certificate } from './certificate.ts';
import type { ConflictMember } from './infeasibility.ts';
import { type Program, transposeTimes } from './program.ts';
import { readQuadraticProblem } from './quadratic-problem.ts';
import type { Outcome, Solver } from './solve.ts';

/** The answer to a quadratic problem. Everything but `status` is `null` where there is no optimum to give. */
export interface QuadraticAnswer {
  readonly status: Outcome['status'] | 'invalid' | 'not_convex';
  readonly x: number[] | null;
  readonly objective: number | null;
  readonly kkt: number | null;
  readonly gap: number | null;
  readonly residuals: Pick<Certificate, 'primalResidual' | 'dualResidual'> | null;
  /** Of Px + q + A_eq'·equality + G'·inequality − lower + upper = 0; all but the first are ≥ 0. */
  readonly multipliers: Record<'equality' | 'inequality' | 'lower' | 'upper', number[]> | null;
  /** Why there is no optimum. */
  readonly reason: string | null;
  /** The constraints that contradict each other, where the problem is infeasible. */
  readonly conflict: string[] | null;
}

/** Solves `{P, q, A_eq, b_eq, G, h, lower, upper}`; bad input is answered with a status and a reason, never thrown. */
export function answerQuadraticProblem(input: unknown, solver: Solver): QuadraticAnswer {
  const read = readQuadraticProblem(input);
  if (read.status !== 'ready') return { ...nothing, status: read.status, reason: read.reason };
  const outcome = solver.solve(read.program);
  switch (outcome.status) {
    case 'optimal':
      return optimal(read.program, read.equalities, outcome);
    case 'infeasible': {
      const conflict = outcome.conflict.members.map(describeMember);
      return {
        ...nothing,
        status: 'infeasible',
        conflict,
        reason: `These cannot hold together: ${conflict.join('; ')}.`,
      };
    }
    case 'unbounded': {
      const moving = Array.from(outcome.ray.direction, (value, j) => ({ value, j }))
        .filter(({ value }) => Math.abs(value) > 1e-9)
        .map(({ value, j }) => `${value > 0 ? '+' : '−'}x[${j}]`);
      const reason = `The objective falls for ever along ${moving.join(' ')}; add a bound or curvature there.`;
      return { ...nothing, status: 'unbounded', reason };
    }
    case 'unresolved':
      return { ...nothing, status: 'unresolved', reason: outcome.reason };
  }
}

const nothing = {
  x: null,
  objective: null,
  kkt: null,
  gap: null,
  residuals: null,
  multipliers: null,
  reason: null,
  conflict: null,
} as const;

function optimal(
  program: Program,
  equalities: number,
  { x, rowDuals, objective, certificate }: Extract<Outcome, { status: 'optimal' }>,
): QuadraticAnswer {
  const curvature = program.hessian === null ? new Float64Array(x.length) : multiply(program.hessian, x);
  const pull = transposeTimes(program.rows, rowDuals, program.columns);
  const reduced = Array.from(
    x,
    (_, j) => (curvature[j] as number) + (program.cost[j] as number) - (pull[j] as number),
  );
  const duals = Array.from(rowDuals, (value) => 0 - value);
  return {
    ...nothing,
    status: 'optimal',
    x: Array.from(x),
    objective,
    kkt: certificate.kkt,
    gap: certificate.gap,
    residuals: { primalResidual: certificate.primalResidual, dualResidual: certificate.dualResidual },
    multipliers: {
      equality: duals.slice(0, equalities),
      inequality: duals.slice(equalities),
      lower: reduced.map((value) => Math.max(0, value)),
      upper: reduced.map((value) => Math.max(0, -value)),
    },
  };
}

/** A constraint in words: `G[2] = 0.1`, `x[3] ≥ 0.5`. */
export function describeMember({ kind, name, value }: ConflictMember): string {
  const number = Number(value.toPrecision(6));
  if (kind === 'row') return `${name} (side ${number})`;
  return `${name} ${kind === 'lower' ? '≥' : '≤'} ${number}`;
}
