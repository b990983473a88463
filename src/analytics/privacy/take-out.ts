import type { PoolClient } from 'pg';
import {
  type ActivityDelta,
  addActivity,
  readBitmaps,
  type StoredBitmap,
  writeBitmaps,
} from '../activity/activity-store.ts';
import { DAY_MS, deltaAt, tallySessions } from '../activity/derive.ts';
import { UserSet } from '../activity/user-set.ts';
import { EventTally } from '../ingest/tally.ts';
import { dropActors } from '../journeys/write-journeys.ts';
import * as store from './erasure-store.ts';

/** Lanes count from 0 up; what is taken out again has a shard of its own. */
const TAKEN_OUT_SHARD = -1;
const QUARTERS_A_DAY = 96;

/** Rows that were deleted, and whose they were: user ids, or ~ and the session where nobody was known. */
export interface Deleted {
  readonly events: readonly store.DeletedRow[];
  readonly behavior: readonly store.DeletedRow[];
  readonly actors: readonly string[];
}

/**
 * Takes deleted rows out of the rollups, and their actors' sessions and keys out of everything derived from them.
 * Returns how many sessions and users are gone.
 */
export async function takeOut(
  client: PoolClient,
  { events, behavior, actors }: Deleted,
  nowMs: number,
): Promise<{ sessions: number; users: number }> {
  const tally = new EventTally(nowMs);
  for (const row of events) tally.add('event', row.eventType, row.at, row.amountMicros);
  for (const row of behavior) tally.add('behavior', row.eventType, row.at, null);
  for (const statement of tally.toSql(TAKEN_OUT_SHARD, -1)) await client.query(statement);

  const deltas = new Map<number, ActivityDelta>();
  const sessions = await store.deleteSessionsOf(client, actors);
  tallySessions(deltas, sessions, -1);
  const users = await store.deleteUsers(client, actors);
  for (const { firstSeen } of users) deltaAt(deltas, firstSeen).newUsers -= 1;
  if (deltas.size > 0) await addActivity(client, deltas);
  await clearBitmaps(client, users);
  await dropActors(
    client,
    users.map(({ key }) => key),
    actors.filter((actor) => actor.startsWith('~')).map((actor) => actor.slice(1)),
  );
  return { sessions: sessions.length, users: users.length };
}

/** Takes keys out of every set: the days are looked through, and quarter hours only of days that have one. */
async function clearBitmaps(client: PoolClient, users: readonly store.DeletedUser[]): Promise<void> {
  if (users.length === 0) return;
  const keys = UserSet.of(users.map(({ key }) => key));
  const firstMs = users.reduce(
    (first, { firstSeen }) => Math.min(first, firstSeen),
    Number.POSITIVE_INFINITY,
  );
  for (const { kind, bucket } of await store.bitmapDays(client, firstMs)) {
    const [day] = await readBitmaps(client, [{ kind, grain: 'day', bucket }]);
    const rest = day && without(day, keys);
    if (rest === undefined) continue;
    const quarters = Array.from({ length: QUARTERS_A_DAY }, (_, index) => ({
      kind,
      grain: 'quarter' as const,
      bucket: bucket + (index * DAY_MS) / QUARTERS_A_DAY,
    }));
    const changed = (await readBitmaps(client, quarters)).flatMap((stored) => without(stored, keys) ?? []);
    await writeBitmaps(client, [rest, ...changed]);
  }
}

/** The set without the keys; undefined where it has none of them. */
function without(stored: StoredBitmap, keys: UserSet): StoredBitmap | undefined {
  const set = UserSet.empty();
  set.addStored(stored.bitmap);
  if (set.sizeOfIntersection(keys) === 0) return undefined;
  for (const key of keys) set.delete(key);
  return { ...stored, users: set.size, bitmap: set.toStored() };
}
