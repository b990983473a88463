import type { OptimizationResult } from '#contracts/portfolio';
import { startWorkerThread } from '#platform';
import type { PricePanel } from './estimate/panel.ts';
import type { RebalanceInput, RebalancePlan } from './holdings/rebalance.ts';
import type { Job } from './optimiser-worker.ts';

/** The engine on a thread of its own. */
export interface OptimiserThread extends AsyncDisposable {
  optimise(problem: unknown, prices: PricePanel): Promise<OptimizationResult>;
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
    planRebalance: (input) => thread.run({ kind: 'rebalance', input }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
