import type { Ingest } from '#analytics';
import type { Clock, Database, Logger } from '#platform';
import { takeTurns } from './turns.ts';
import { hasRealUsage } from './usage-store.ts';
import { visitsBetween } from './visits.ts';

const EVERY_MS = 3_000;
/** Who opens the page right after the start, or after the machine slept, sees half an hour all the same. */
const MADE_UP_FOR_MS = 30 * 60_000;

/**
 * Lets made-up people come and go, labelled as simulated, while nobody real has come: an event is recorded when its time
 * has come, and once, however often this starts. Ends by itself with the first real event.
 */
export function startDemoVisits(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ingest: Pick<Ingest, 'events' | 'behavior'>;
}): AsyncDisposable {
  const { database, clock, logger, ingest } = deps;
  let doneMs = 0;

  /** Records what was done since the last turn; false where real people have come. */
  async function takeTurn(): Promise<boolean> {
    if (await hasRealUsage(database.pool)) return false;
    const nowMs = clock.now();
    const { events, behavior } = visitsBetween(Math.max(doneMs, nowMs - MADE_UP_FOR_MS), nowMs);
    const facts = {
      nowMs,
      defaultMs: nowMs,
      oldestMs: 0,
      sender: 'demo',
      idempotencyKey: undefined,
      simulated: true,
    };
    if (events.length > 0) await ingest.events.record(events, facts);
    if (behavior.length > 0) await ingest.behavior.record(behavior, facts);
    doneMs = nowMs;
    return true;
  }

  return takeTurns(EVERY_MS, takeTurn, (error) =>
    logger.warn({ err: error }, 'the demo’s visitors missed a turn'),
  );
}
