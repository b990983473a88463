import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Job, JobReport } from './job.ts';
import type { JobRun, JobStore } from './job-store.ts';
import { lastDue } from './schedule.ts';

export interface SchedulerDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly jobs: readonly Job[];
}

export interface Scheduler extends AsyncDisposable {
  /** Looks for due work now; resolves when it is done. */
  attend(): Promise<void>;
}

const LOOK_MS = 30_000;
const MOST_ATTEMPTS = 3;
const RETRY_AFTER_MS = 10 * 60_000;

/**
 * Runs jobs when they are due, each due time once, however many processes do the same on one database. A time that
 * passed while no worker ran is made up for at the next start; several missed times of one job are one run.
 */
export function startScheduler(deps: SchedulerDeps): Scheduler {
  const done = new Map<string, number>();
  let running = Promise.resolve();
  let closed = false;

  async function work(): Promise<void> {
    for (const job of deps.jobs) {
      const dueMs = lastDue(job.schedule, deps.clock.now());
      if (closed || done.get(job.name) === dueMs) continue;
      try {
        if (await attendTo(job, dueMs, deps)) done.set(job.name, dueMs);
      } catch (error) {
        deps.logger.error({ err: error, job: job.name }, 'a job could not be looked after; tried again soon');
      }
    }
  }

  function attend(): Promise<void> {
    running = running.then(work);
    return running;
  }

  void attend();
  const timer = setInterval(() => void attend(), LOOK_MS).unref();
  return {
    attend,
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** True where nothing is left to do for this due time. */
async function attendTo(job: Job, dueMs: number, deps: SchedulerDeps): Promise<boolean> {
  const { store, clock } = deps;
  let settled = false;
  await store.exclusively(job.name, async () => {
    const dueAt = new Date(dueMs);
    const { since, isNew } = await store.knownSince(job.name, new Date(clock.now()));
    const earlier = await store.find(job.name, dueAt);
    const wanted = isDue(job, dueMs, { sinceMs: since.getTime(), isNew, earlier, nowMs: clock.now() });
    settled = wanted ? (await runJob(job, dueAt, deps)).outcome === 'success' : isSettled(earlier);
  });
  return settled;
}

interface Known {
  readonly sinceMs: number;
  readonly isNew: boolean;
  readonly earlier: JobRun | null;
  readonly nowMs: number;
}

function isDue(job: Job, dueMs: number, { sinceMs, isNew, earlier, nowMs }: Known): boolean {
  if (earlier === null) return dueMs > sinceMs || (isNew && job.atFirst === true);
  // Whoever began it is gone: we hold the lock.
  if (earlier.outcome === 'running') return true;
  if (isSettled(earlier)) return false;
  return nowMs - (earlier.finished_at?.getTime() ?? 0) >= RETRY_AFTER_MS;
}

function isSettled(earlier: JobRun | null): boolean {
  return earlier === null || earlier.outcome === 'success' || earlier.attempts >= MOST_ATTEMPTS;
}

/** Runs a job now and stores how it went; `dueAt` is null where somebody asked for it. Never throws for the job's sake. */
export async function runJob(
  job: Job,
  dueAt: Date | null,
  { store, clock, logger }: Pick<SchedulerDeps, 'store' | 'clock' | 'logger'>,
): Promise<JobReport & { readonly outcome: 'success' | 'failure' }> {
  const id = await store.begin(job.name, dueAt, new Date(clock.now()));
  let outcome: 'success' | 'failure' = 'success';
  const done = await job.run().catch((error: unknown): JobReport => {
    outcome = 'failure';
    logger.error({ err: error, job: job.name }, 'a job failed');
    return { report: {}, text: error instanceof Error ? error.message : String(error) };
  });
  await store.finish(id, outcome, done, new Date(clock.now()));
  return { ...done, outcome };
}
