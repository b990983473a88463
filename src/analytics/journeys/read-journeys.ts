import type { PoolClient } from 'pg';
import { unpackPart } from './journey-part.ts';
import { type PartsWanted, readParts, readRecentParts } from './journey-store.ts';
import { type Journey, Journeys } from './journeys.ts';

/**
 * Visits what each actor did on the UTC days that [from, to) touches; each actor once. Memory holds one slice of actors,
 * and between two slices others have their turn.
 */
export async function walkJourneys(
  client: PoolClient,
  wanted: PartsWanted,
  visit: (journey: Journey) => void,
): Promise<void> {
  const journeys = new Journeys();
  for await (const parts of readParts(client, wanted)) {
    journeys.clear();
    for (const { events, dayMs } of parts) unpackPart(events, dayMs, journeys);
    journeys.each(visit);
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
