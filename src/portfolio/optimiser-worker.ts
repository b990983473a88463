import { parentPort } from 'node:worker_threads';
import type { OptimizationProblem } from '#contracts/portfolio';
import { answerJobs } from '#platform';
import { assess } from './assess.ts';
import type { PricePanel } from './estimate/panel.ts';
import { planRebalance, type RebalanceInput } from './holdings/rebalance.ts';
import { optimise } from './optimise.ts';
import { loadHighsSolver } from './programming/highs.ts';
import { createSolver } from './programming/solve.ts';

/** A piece of work for the solver's thread. */
export type Job =
  | { readonly kind: 'optimise'; readonly problem: unknown; readonly prices: PricePanel }
  | {
      readonly kind: 'assess';
      readonly problem: OptimizationProblem;
      readonly prices: PricePanel;
      readonly portfolios: readonly Readonly<Record<string, number>>[];
    }
  | { readonly kind: 'rebalance'; readonly input: RebalanceInput };

const solver = createSolver(await loadHighsSolver(), { timeLimitSeconds: 10 });

answerJobs(parentPort, (job: Job) => {
  switch (job.kind) {
    case 'optimise':
      return optimise(job.problem, job.prices, solver);
    case 'assess':
      return assess(job.problem, job.prices, job.portfolios);
    case 'rebalance':
      return planRebalance(job.input, solver);
  }
});
