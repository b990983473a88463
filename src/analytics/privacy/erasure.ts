import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { exclusively } from '../activity/activity-store.ts';
import * as store from './erasure-store.ts';
import { takeOut } from './take-out.ts';

/** Rows erased of each kind. */
export type Erased = store.ErasedCounts;

/**
 * Forgets a user: rows, sessions and the user's key are deleted, and what they added to rollups, sums and sets of users
 * is taken out again, in one transaction. Of the user nothing remains but the hash of the id in the record of erasures.
 */
export function eraseUser(
  pool: Pool,
  request: { userId: string; requestedBy: string; nowMs: number },
): Promise<Erased> {
  return exclusively(pool, async (client) => {
    const { userId, requestedBy, nowMs } = request;
    const events = await store.deleteEvents(client, userId);
    const behavior = await store.deleteBehavior(client, userId);
    const derived = await takeOut(client, { events, behavior, actors: [userId] }, nowMs);
    const erased = {
      events: events.length,
      behavior: behavior.length,
      ...derived,
      clusters: await store.deleteClusters(client, [userId]),
    };
    const subject = createHash('sha256').update(userId).digest();
    await store.recordErasure(client, { subject, requestedBy, erased });
    return erased;
  });
}
