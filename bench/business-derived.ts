/**
 * Loads what follows from very many events, and not the events: rollups, users, sets and sums of sessions, made by the
 * same functions as ingest and the activity worker make them. `business-growth.bench.ts` compares a small one with a
 * database that was really filled.
 *
 *   node bench/business-derived.ts MILLIONS DATA_DIR
 */
import { acquireDatabaseServer, createLogger, migrate, openDatabase } from '#platform';
import {
  type ActivityDelta,
  type ActivityRow,
  addActivity,
  addUsers,
  exclusively,
  type StoredBitmap,
  writeBitmaps,
} from '../src/analytics/activity/activity-store.ts';
import { dayOf, deltaAt, kindsOf, sessionEventOf, tallySessions } from '../src/analytics/activity/derive.ts';
import { mergeSessions, type Session } from '../src/analytics/activity/sessions.ts';
import { UserSet } from '../src/analytics/activity/user-set.ts';
import { EventTally, quarterOf } from '../src/analytics/ingest/tally.ts';
import { END, makeRow, START, USERS } from './visits.ts';

const total = Number(process.argv[2]) * 1_000_000;
const dataDir = process.argv[3];
if (!(total > 0) || dataDir === undefined)
  throw new Error('Usage: node bench/business-derived.ts MILLIONS DATA_DIR');

const logger = createLogger({ logLevel: 'warn' });
await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
await using database = openDatabase(server.address, logger);
await migrate(database);

const tally = new EventTally(END);
const deltas = new Map<number, ActivityDelta>();
const keys = await addAllUsers();
const seen = UserSet.empty();
const open = new Map<number, Session>();
const bitmaps: StoredBitmap[] = [];
/** The sets of the day and of the quarter hour under way, by kind. */
const current = {
  day: { bucket: START, sets: new Map<string, UserSet>() },
  quarter: { bucket: START, sets: new Map<string, UserSet>() },
};

for (let index = 0; index < total; index += 1) {
  const row = makeRow(index, total);
  const { at, eventType, amountMicros, userId, simulated } = row;
  const key = keys.get(userId ?? '') ?? 0;
  const paying = (amountMicros ?? 0) > 0;
  const activity: ActivityRow = {
    id: index,
    userId,
    sessionId: null,
    at,
    eventType,
    paying,
    initiated: true,
    simulated,
    page: null,
    feature: null,
    level: null,
    properties: {},
  };
  const kinds = kindsOf(activity);
  tally.add('event', eventType, at, amountMicros);
  if (!seen.has(key)) deltaAt(deltas, at).newUsers += 1;
  seen.add(key);
  addToSets('day', dayOf(at), kinds, key);
  addToSets('quarter', quarterOf(at), kinds, key);
  const before = open.get(key);
  const merged = mergeSessions(before === undefined ? [] : [before], [sessionEventOf(activity)]);
  if (!('sessions' in merged)) throw new Error('No visit of these is so long.');
  const last = merged.sessions.at(-1);
  if (merged.sessions.length > 1) tallySessions(deltas, merged.sessions.slice(0, 1), 1);
  if (last !== undefined) open.set(key, last);
}
tallySessions(deltas, open.values(), 1);
for (const grain of ['day', 'quarter'] as const) keep(grain);

await exclusively(database.pool, async (client) => {
  for (const statement of tally.toSql(0)) await client.query(statement);
  await addActivity(client, deltas);
  for (let start = 0; start < bitmaps.length; start += 500)
    await writeBitmaps(client, bitmaps.slice(start, start + 500));
});
await database.pool.query('VACUUM ANALYZE');
console.log(`derived from ${total / 1e6} M events into ${dataDir}`);

/** Every user of the visits; their first time is not asked for by the dashboard, which reads the sums. */
function addAllUsers(): Promise<Map<string, number>> {
  const users = Array.from({ length: USERS }, (_, user) => [`user-${user}`, START] as const);
  return exclusively(database.pool, (client) => addUsers(client, users));
}

function addToSets(grain: 'day' | 'quarter', bucket: number, kinds: readonly string[], key: number): void {
  if (current[grain].bucket !== bucket) keep(grain);
  current[grain].bucket = bucket;
  const { sets } = current[grain];
  for (const kind of kinds) {
    let set = sets.get(kind);
    if (set === undefined) sets.set(kind, (set = UserSet.empty()));
    set.add(key);
  }
}

function keep(grain: 'day' | 'quarter'): void {
  const { bucket, sets } = current[grain];
  for (const [kind, set] of sets)
    bitmaps.push({ kind, grain, bucket, users: set.size, bitmap: set.toStored() });
  sets.clear();
}
