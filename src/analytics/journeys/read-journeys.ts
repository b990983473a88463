import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { unpackPart } from './journey-part.ts';
import { type PartsWanted, readParts, readRecentParts } from './journey-store.ts';
import { type Journey, Journeys } from './journeys.ts';

/** Events after which others have their turn: a few milliseconds. */
const EVENTS_A_TURN = 100_000;

/**
 * Visits what each actor did on the UTC days that [from, to) touches; each actor once. Memory holds one slice of actors.
 */
export async function walkJourneys(
  client: PoolClient,
  wanted: PartsWanted,
  visit: (journey: Journey) => void,
): Promise<void> {
  const journeys = new Journeys();
  let events = 0;
  const isTurnOver = (more: number): boolean => {
    events += more;
    if (events < EVENTS_A_TURN) return false;
    events = 0;
    return true;
  };
  for await (const parts of readParts(client, wanted)) {
    journeys.clear();
    for (const part of parts) {
      const before = journeys.size;
      unpackPart(part.events, part.dayMs, journeys);
      if (isTurnOver(journeys.size - before)) await nextTurn();
    }
    for (const journey of journeys) {
      visit(journey);
      if (isTurnOver(journey.to - journey.from)) await nextTurn();
    }
  }
}

/**
 * Tells of what came lately, and of what else lies in the same parts: runs of events of one actor, each run in order of
 * time, and runs of one millisecond in the order of their arrival.
 */
export async function tellRecent(
  client: PoolClient,
  sinceMs: number,
  into: Pick<Journeys, 'begin' | 'push'>,
): Promise<void> {
  for (const { events, dayMs } of await readRecentParts(client, sinceMs)) unpackPart(events, dayMs, into);
}
