import { type MessagePort, type ResourceLimits, Worker } from 'node:worker_threads';
import { DomainError } from './errors.ts';

/** Heavy work on a thread of its own, so that none of it, however hard, holds up the event loop. */
export interface WorkerThread<Job> extends AsyncDisposable {
  /** The worker's answer to `job`; it is the caller who knows its type. */
  run<T>(job: Job): Promise<T>;
}

/** What the thread is sent. */
export interface WorkerMessage<Job> {
  readonly id: number;
  readonly job: Job;
}

/** What it sends back. */
interface WorkerAnswer {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

export interface WorkerThreadOptions {
  /** Its name in problems, such as "The optimiser". */
  readonly name: string;
  readonly timeLimitMs: number;
  /** What to do where a job takes too long. */
  readonly fix: string;
  /** Bounds its heap; a job beyond it ends the thread. */
  readonly resourceLimits?: ResourceLimits;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The thread starts with the first job. A job past its time limit ends the thread – computations cannot be interrupted –
 * and whatever waited behind it is told to try again. `file` must be an entry of the image's bundle.
 */
export function startWorkerThread<Job>(file: URL, options: WorkerThreadOptions): WorkerThread<Job> {
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
    worker = new Worker(file, { resourceLimits: options.resourceLimits ?? {} });
    worker.unref();
    worker.on('message', ({ id, answer, failure }: WorkerAnswer) => {
      const job = waiting.get(id);
      waiting.delete(id);
      clearTimeout(job?.timer);
      if (failure === undefined) job?.resolve(answer);
      else job?.reject(new Error(failure));
    });
    worker.on('error', end);
    return worker;
  }

  function tooLate(): DomainError {
    const seconds = options.timeLimitMs / 1000;
    return new DomainError(
      'deadline-exceeded',
      `${options.name} did not finish within ${seconds} s. ${options.fix}`,
    );
  }

  return {
    run: <T>(job: Job) =>
      new Promise<T>((resolve, reject) => {
        const id = nextId++;
        const timer = setTimeout(() => end(tooLate()), options.timeLimitMs);
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, timer });
        started().postMessage({ id, job } satisfies WorkerMessage<Job>, []);
      }),
    async [Symbol.asyncDispose]() {
      const running = worker;
      end(new DomainError('unavailable', `${options.name} is stopping. Try again.`));
      await running?.terminate();
    },
  };
}

/** The other side: answers jobs one by one. What the work throws is the failure of that job only. */
export function answerJobs(port: MessagePort | null, work: (job: never) => unknown): void {
  port?.on('message', ({ id, job }: WorkerMessage<never>) => {
    try {
      port.postMessage({ id, answer: work(job) } satisfies WorkerAnswer, []);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, failure } satisfies WorkerAnswer, []);
    }
  });
}
