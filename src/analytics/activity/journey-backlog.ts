import type { PoolClient } from 'pg';
import { takeBacklogDay } from '../journeys/journey-store.ts';
import { appendJourneys } from '../journeys/write-journeys.ts';
import { findUsers, readBacklogRows } from './activity-store.ts';

/**
 * Packs the newest day of the backlog: of events that were derived when journeys did not hold yet what they hold now.
 * Returns 1, or 0 where no day is left. Holds the lock of `exclusively`.
 */
export async function packBacklogDay(client: PoolClient): Promise<number> {
  const day = await takeBacklogDay(client);
  if (day === undefined) return 0;
  for await (const rows of readBacklogRows(client, day)) {
    const users = await findUsers(client, [...new Set(rows.flatMap(({ userId }) => userId ?? []))]);
    await appendJourneys(client, rows, new Map([...users].map(([id, { key }]) => [id, key])));
  }
  return 1;
}
