import { defineCommand } from 'citty';
import { loadOptimiser, parseLooseJson } from '#portfolio';
import { readInput, refuseInput } from './input.ts';

const DESCRIPTION = `Solve a convex quadratic problem and prove the answer

FILE holds { P, q, A_eq, b_eq, G, h, lower, upper }: minimise ½x'Px + q'x with A_eq x = b_eq, G x ≤ h, lower ≤ x ≤ upper.
Parts may be absent; null in a bound is an open side. Answers { status, x, objective, kkt, gap, … }; status is optimal,
infeasible, unbounded, not_convex, invalid or unresolved, and "reason" says what and where.`;

export const optimizeQpCommand = defineCommand({
  meta: { name: 'optimize-qp', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON; - reads standard input',
    },
  },
  async run({ args }) {
    const problem = await readProblem(args.file);
    const optimiser = await loadOptimiser();
    process.stdout.write(`${JSON.stringify(optimiser.solveQuadratic(problem))}\n`);
  },
});

async function readProblem(path: string): Promise<unknown> {
  const text = await readInput(path, 'optimize-qp');
  try {
    return parseLooseJson(text);
  } catch (error) {
    throw refuseInput(path, error, 'Write it as JSON; `richesreach optimize-qp --help` shows the form.');
  }
}
