import { Worker } from 'node:worker_threads';
import type { OptimizationResult } from '#contracts/portfolio';
import { DomainError } from '#platform';
import type { PricePanel } from './estimate/panel.ts';
import type { RebalanceInput, RebalancePlan } from './holdings/rebalance.ts';
import type { Job } from './optimiser-worker.ts';

/** The engine on a thread of its own, so that no problem, however hard, holds up the event loop. */
export interface OptimiserThread extends AsyncDisposable {
  optimise(problem: unknown, prices: PricePanel): Promise<OptimizationResult>;
  planRebalance(input: RebalanceInput): Promise<RebalancePlan | undefined>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const TIME_LIMIT_MS = 60_000;

/**
 * The thread starts with the first job. A job past its time limit ends the thread – WebAssembly cannot be interrupted –
 * and whatever waited behind it is told to try again.
 */
export function startOptimiserThread(timeLimitMs = TIME_LIMIT_MS): OptimiserThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 0;

  function end(error: Error): void {
    void worker?.terminate();
    worker = undefined;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  }

  function started(): Worker {
    if (worker !== undefined) return worker;
    worker = new Worker(new URL('./optimiser-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, answer, failure }: { id: number; answer?: unknown; failure?: string }) => {
      const job = waiting.get(id);
      waiting.delete(id);
      clearTimeout(job?.timer);
      if (failure === undefined) job?.resolve(answer);
      else job?.reject(new Error(failure));
    });
    worker.on('error', end);
    return worker;
  }

  function run<T>(job: Job): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = nextId++;
      const seconds = timeLimitMs / 1000;
      const timer = setTimeout(
        () =>
          end(
            new DomainError(
              'deadline-exceeded',
              `The optimiser did not finish within ${seconds} s. Ask for fewer assets.`,
            ),
          ),
        timeLimitMs,
      );
      waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, timer });
      started().postMessage({ id, job }, []);
    });
  }

  return {
    optimise: (problem, prices) => run({ kind: 'optimise', problem, prices }),
    planRebalance: (input) => run({ kind: 'rebalance', input }),
    [Symbol.asyncDispose]: async () => {
      const running = worker;
      end(new DomainError('unavailable', 'The optimiser is stopping. Try again.'));
      await running?.terminate();
    },
  };
}
