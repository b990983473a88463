import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { type Postmaster, readLockFile } from './postmaster.ts';

/** PostgreSQL's ways to stop: "fast" rolls back what is open and writes a checkpoint; "immediate" recovers at the next start. */
const WAYS = [
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
] as const;

const POLL_MS = 10;

/** Stops the server and waits until it has gone. */
export async function stop({ pid }: Postmaster, data: string, logger: Logger): Promise<void> {
  for (const { signal, patienceMs } of WAYS) {
    if (!tell(pid, signal)) return;
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      const lock = await readLockFile(data);
      if (lock?.alive !== true || lock.postmaster.pid !== pid) return;
      await sleep(POLL_MS);
    }
    logger.warn({ pid, signal }, 'the embedded PostgreSQL is slow to stop');
  }
}

/** False when there is nobody to tell any more. */
function tell(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
