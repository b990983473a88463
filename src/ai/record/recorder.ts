import type { Bus, Clock, Logger } from '#platform';
import type { Model } from '../catalogue/model.ts';
import type { Outcome } from '../router.ts';
import { createNews } from './news.ts';
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
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The model that savings are measured against. */
  readonly reference: Model | null;
  readonly simulated: boolean;
}

const FLUSH_MS = 250;
const BATCH = 200;
/** While the database is away or slow this many requests are kept; the oldest beyond it are lost, and said to be. */
const MOST_WAITING = 100_000;
const LOST = 'AI requests are lost to the records: they come faster than the database takes them';

export function createRecorder(deps: RecorderDeps): Recorder {
  const { store, bus, clock, logger, reference, simulated } = deps;
  const news = createNews(bus, simulated);
  /** Ended in this turn of the event loop: their replies go first. */
  let fresh: Outcome[] = [];
  /** As JSON: one string costs the garbage collector less than the hundreds of objects of a request. */
  let waiting: string[] = [];
  let rollups: Rollups = new Map();
  let lost = 0;
  /** The last turn of writing; they follow each other. */
  let writing: Promise<void> = Promise.resolve();
  let turns = 0;

  function takeFresh(): void {
    const outcomes = fresh;
    fresh = [];
    for (const outcome of outcomes) {
      waiting.push(JSON.stringify(toRow(outcome, reference, simulated, outcome.endedAtMs)));
      for (const attempt of outcome.attempts)
        rollUp(rollups, attempt, outcome.task.requestType, simulated, clock.now());
      news.add(outcome);
    }
    if (waiting.length > MOST_WAITING) lost += waiting.splice(0, waiting.length - MOST_WAITING).length;
  }

  /** What waits now; what comes meanwhile goes with the next turn, so that a busy hour makes no more transactions. */
  async function write(): Promise<void> {
    takeFresh();
    let due = waiting.length;
    let hours = rollups;
    rollups = new Map();
    while (due > 0 || hours.size > 0) {
      const batch = waiting.splice(0, Math.min(BATCH, due));
      due = batch.length === 0 ? 0 : due - batch.length;
      try {
        await store.write(batch, [...hours.values()]);
        hours = new Map();
      } catch (error) {
        waiting = [...batch, ...waiting];
        mergeRollups(rollups, hours);
        throw error;
      }
    }
  }

  function flush(): Promise<void> {
    const done = writing.then(write).finally(() => void (turns -= 1));
    turns += 1;
    writing = done.catch(() => undefined);
    return done;
  }

  const timer = setInterval(() => {
    news.flush();
    if (lost > 0) logger.error({ lost }, LOST);
    lost = 0;
    if (turns > 0) return;
    flush().catch((error: unknown) =>
      logger.warn({ err: error, waiting: waiting.length }, 'AI requests could not be recorded yet'),
    );
  }, FLUSH_MS);
  timer.unref();
  return {
    add(outcome) {
      if (fresh.length === 0) setImmediate(takeFresh);
      fresh.push(outcome);
    },
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
      news.flush();
    },
  };
}
