import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import type { PricePanel } from './estimate/panel.ts';
import { planRebalance, type RebalanceInput } from './holdings/rebalance.ts';
import { optimise } from './optimise.ts';
import { loadHighsSolver } from './programming/highs.ts';
import { createSolver } from './programming/solve.ts';

/** A piece of work for the solver's thread. */
export type Job =
  | { readonly kind: 'optimise'; readonly problem: unknown; readonly prices: PricePanel }
  | { readonly kind: 'rebalance'; readonly input: RebalanceInput };

const solver = createSolver(await loadHighsSolver(), { timeLimitSeconds: 10 });

answerJobs<Job>(parentPort, (job) =>
  job.kind === 'optimise' ? optimise(job.problem, job.prices, solver) : planRebalance(job.input, solver),
);
