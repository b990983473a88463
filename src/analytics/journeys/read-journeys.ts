import type { PoolClient } from 'pg';
import { unpackPart } from './journey-part.ts';
import { type PartsWanted, readParts } from './journey-store.ts';
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
