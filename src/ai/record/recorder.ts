import type { Clock, Logger } from '#platform';
import type { Model } from '../catalogue/model.ts';
import type { Outcome } from '../router.ts';
import type { RecordStore } from './record-store.ts';
import { toRow } from './request-row.ts';
import { mergeRollups, type Rollups, rollUp } from './rollup.ts';

/** Writes what happened, behind the answers and in batches. */
export interface Recorder extends AsyncDisposable {
  add(outcome: Outcome): void;
  /** Resolves when everything added so far is in the database. */
  flush(): Promise<void>;
}

export interface RecorderDeps {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The model that savings are measured against. */
  readonly reference: Model | null;
  readonly simulated: boolean;
}

const FLUSH_MS = 250;
const BATCH = 500;
/** While the database is away this many requests are kept; the oldest beyond it are lost, and said to be. */
const MOST_WAITING = 100_000;

export function createRecorder({ store, clock, logger, reference, simulated }: RecorderDeps): Recorder {
  let waiting: Outcome[] = [];
  let rollups: Rollups = new Map();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (waiting.length > 0 || rollups.size > 0) {
      const batch = waiting.splice(0, BATCH);
      const hours = rollups;
      rollups = new Map();
      try {
        const rows = batch.map((outcome) => toRow(outcome, reference, simulated, outcome.endedAtMs));
        await store.write(rows, [...hours.values()]);
      } catch (error) {
        waiting = [...batch, ...waiting];
        mergeRollups(rollups, hours);
        throw error;
      }
    }
  }

  function flush(): Promise<void> {
    writing ??= write().finally(() => void (writing = null));
    return writing;
  }

  const timer = setInterval(() => {
    flush().catch((error: unknown) =>
      logger.warn({ err: error, waiting: waiting.length }, 'AI requests could not be recorded yet'),
    );
  }, FLUSH_MS);
  timer.unref();
  return {
    add(outcome) {
      if (waiting.length >= MOST_WAITING) {
        waiting.shift();
        logger.error('an AI request is lost to the records: the database has been away for too long');
      }
      waiting.push(outcome);
      for (const attempt of outcome.attempts)
        rollUp(rollups, attempt, outcome.task.requestType, simulated, clock.now());
    },
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
    },
  };
}
