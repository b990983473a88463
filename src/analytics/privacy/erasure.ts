import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import {
  type ActivityDelta,
  addActivity,
  exclusively,
  readBitmaps,
  type StoredBitmap,
  writeBitmaps,
} from '../activity/activity-store.ts';
import { DAY_MS, deltaAt, tallySessions } from '../activity/derive.ts';
import { UserSet } from '../activity/user-set.ts';
import { EventTally } from '../ingest/tally.ts';
import * as store from './erasure-store.ts';

/** Rows erased of each kind. */
export type Erased = store.ErasedCounts;

/** Lanes count from 0 up; what is taken out again has a shard of its own. */
const ERASURE_SHARD = -1;
const QUARTERS_A_DAY = 96;

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
    const tally = new EventTally(nowMs);
    const events = await store.deleteEvents(client, userId);
    const behavior = await store.deleteBehavior(client, userId);
    for (const row of events) tally.add('event', row.eventType, row.at, row.amountMicros);
    for (const row of behavior) tally.add('behavior', row.eventType, row.at, null);
    for (const statement of tally.toSql(ERASURE_SHARD, -1)) await client.query(statement);

    const deltas = new Map<number, ActivityDelta>();
    const sessions = await store.deleteSessionsOf(client, userId);
    tallySessions(deltas, sessions, -1);
    const user = await store.deleteUser(client, userId);
    if (user !== undefined) {
      deltaAt(deltas, user.firstSeen).newUsers -= 1;
      await clearBitmaps(client, user.key, user.firstSeen);
    }
    if (deltas.size > 0) await addActivity(client, deltas);
    const erased = {
      events: events.length,
      behavior: behavior.length,
      sessions: sessions.length,
      users: user === undefined ? 0 : 1,
      clusters: await store.deleteClusters(client, userId),
    };
    const subject = createHash('sha256').update(userId).digest();
    await store.recordErasure(client, { subject, requestedBy, erased });
    return erased;
  });
}

/** Takes a key out of every set it is in: the days are looked through, and quarter hours only of days that have it. */
async function clearBitmaps(client: PoolClient, key: number, firstSeenMs: number): Promise<void> {
  for (const { kind, bucket } of await store.bitmapDays(client, firstSeenMs)) {
    const [day] = await readBitmaps(client, [{ kind, grain: 'day', bucket }]);
    const withoutKey = day && without(day, key);
    if (withoutKey === undefined) continue;
    const quarters = Array.from({ length: QUARTERS_A_DAY }, (_, index) => ({
      kind,
      grain: 'quarter' as const,
      bucket: bucket + (index * DAY_MS) / QUARTERS_A_DAY,
    }));
    const changed = (await readBitmaps(client, quarters)).flatMap((stored) => without(stored, key) ?? []);
    await writeBitmaps(client, [withoutKey, ...changed]);
  }
}

function without(stored: StoredBitmap, key: number): StoredBitmap | undefined {
  const set = UserSet.empty();
  set.addStored(stored.bitmap);
  if (!set.has(key)) return undefined;
  set.delete(key);
  return { ...stored, users: set.size, bitmap: set.toStored() };
}
