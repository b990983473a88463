import type { OptimizationProblem, OptimizationResult } from '#contracts/portfolio';
import { startWorkerThread } from '#platform';
import type { Assessment } from './assess.ts';
import type { PricePanel } from './estimate/panel.ts';
import type { RebalanceInput, RebalancePlan } from './holdings/rebalance.ts';
import type { Refusal } from './objective/allocation.ts';
import type { Job } from './optimiser-worker.ts';

/** The engine on a thread of its own. */
export interface OptimiserThread extends AsyncDisposable {
  optimise(problem: unknown, prices: PricePanel): Promise<OptimizationResult>;
  assess(
    problem: OptimizationProblem,
    prices: PricePanel,
    portfolios: readonly Readonly<Record<string, number>>[],
  ): Promise<Assessment[] | Refusal>;
  planRebalance(input: RebalanceInput): Promise<RebalancePlan | undefined>;
}

const TIME_LIMIT_MS = 60_000;

export function startOptimiserThread(timeLimitMs = TIME_LIMIT_MS): OptimiserThread {
  const thread = startWorkerThread<Job>(new URL('./optimiser-worker.ts', import.meta.url), {
    name: 'The optimiser',
    timeLimitMs,
    fix: 'Ask for fewer assets.',
  });
  return {
    optimise: (problem, prices) => thread.run({ kind: 'optimise', problem, prices }),
    assess: (problem, prices, portfolios) => thread.run({ kind: 'assess', problem, prices, portfolios }),
    planRebalance: (input) => thread.run({ kind: 'rebalance', input }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
