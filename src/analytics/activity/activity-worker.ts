import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Bus, Logger } from '#platform';
import { quarterOf } from '../ingest/tally.ts';
import { appendJourneys } from '../journeys/write-journeys.ts';
import {
  type ActivityDelta,
  type ActivityRow,
  type ActorSession,
  addActivity,
  addUsers,
  type BitmapAddress,
  deleteSessions,
  exclusively,
  findSessions,
  findUsers,
  pendingRows,
  readActor,
  readBitmaps,
  saveSessions,
  setFirstSeen,
  takeBatches,
  writeBitmaps,
} from './activity-store.ts';
import { actorOf, dayOf, deltaAt, kindsOf, sessionEventOf, tallySessions } from './derive.ts';
import { packBacklogDay } from './journey-backlog.ts';
import { mergeSessions, sessionsOf } from './sessions.ts';
import { UserSet } from './user-set.ts';

const ROUND_ROWS = 40_000;
const REPLICA_PATIENCE_MS = 1_000;
const REPLICA_LOOK_MS = 50;
const IDLE_MS = 30 * 60_000;
const END_OF_TIME_MS = Date.UTC(9999, 0);

/** Derives users, sessions and bitmaps from committed batches, each batch once. */
export interface Activity extends AsyncDisposable {
  /** Works off what is committed, for `budgetMs` at most. Returns the rows that still wait. */
  catchUp(budgetMs?: number): Promise<number>;
  /** Catches up whenever something was committed. */
  follow(): Disposable;
}

export interface ActivityDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly logger: Logger;
  /** Whether another region derives, because the database is a replica here. */
  readonly readOnly?: boolean;
}

export function createActivity({ pool, bus, logger, readOnly = false }: ActivityDeps): Activity {
  let running: Promise<number> | undefined;

  async function work(budgetMs: number): Promise<number> {
    const deadline = performance.now() + budgetMs;
    while (performance.now() < deadline) if ((await deriveRound(pool)) === 0) return 0;
    return pendingRows(pool);
  }

  function catchUp(budgetMs = 2_000): Promise<number> {
    // Whoever joins a run that is under way may have committed after it looked: a second run sees to that.
    const before = running ?? Promise.resolve(0);
    const run = before.catch(() => 0).then(() => work(budgetMs));
    running = run;
    const done = () => {
      if (running === run) running = undefined;
    };
    run.then(done, done);
    return run;
  }

  return {
    catchUp: readOnly ? () => awaitDerived(pool) : catchUp,
    follow() {
      let wanted: NodeJS.Timeout | undefined;
      const run = () => {
        wanted ??= setTimeout(() => {
          wanted = undefined;
          catchUp(30_000).catch((error: unknown) => logger.error({ err: error }, 'deriving activity failed'));
        }, 100).unref();
      };
      const stop = bus.subscribe('analytics.events.committed', run);
      const timer = setInterval(run, 10_000).unref();
      run();
      return {
        [Symbol.dispose]() {
          stop();
          clearInterval(timer);
          clearTimeout(wanted);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await running?.catch(() => undefined);
    },
  };
}

/** On a replica: the region that writes derives, within a moment; what it has not done by then still waits. */
async function awaitDerived(pool: Pool): Promise<number> {
  const deadline = performance.now() + REPLICA_PATIENCE_MS;
  for (;;) {
    const pending = await pendingRows(pool);
    if (pending === 0 || performance.now() > deadline) return pending;
    await sleep(REPLICA_LOOK_MS);
  }
}

/** One transaction: a day of the backlog, or some batches off the queue and what follows from them. Returns what was worked off. */
function deriveRound(pool: Pool): Promise<number> {
  return exclusively(pool, async (client) => {
    // Days of the backlog leave out what is queued: it must stay there until the last of them is packed.
    if ((await packBacklogDay(client)) > 0) return 1;
    const { batches, rows } = await takeBatches(client, ROUND_ROWS);
    await deriveRows(client, rows);
    return batches;
  });
}

/** Users, sets, journeys and sessions that follow from rows nothing was derived from yet. Holds the lock of `exclusively`. */
export async function deriveRows(client: PoolClient, rows: readonly ActivityRow[]): Promise<void> {
  if (rows.length === 0) return;
  const deltas = new Map<number, ActivityDelta>();
  const keys = await deriveUsers(client, rows, deltas);
  await deriveBitmaps(client, rows, keys);
  await appendJourneys(client, rows, keys);
  await deriveSessions(client, rows, deltas);
  await addActivity(client, deltas);
}

/** Keys of the rows' users, new ones included; a late event may make a known user older. */
async function deriveUsers(
  client: PoolClient,
  rows: readonly ActivityRow[],
  deltas: Map<number, ActivityDelta>,
): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  for (const { userId, at } of rows)
    if (userId !== null) seen.set(userId, Math.min(at, seen.get(userId) ?? Number.POSITIVE_INFINITY));
  const known = await findUsers(client, [...seen.keys()]);
  const fresh = [...seen].filter(([id]) => !known.has(id));
  const keys = fresh.length === 0 ? new Map<string, number>() : await addUsers(client, fresh);
  const earlier: [number, number][] = [];
  for (const [id, { key, firstSeen }] of known) {
    keys.set(id, key);
    const at = seen.get(id) ?? firstSeen;
    if (at >= firstSeen) continue;
    earlier.push([key, at]);
    deltaAt(deltas, firstSeen).newUsers -= 1;
    deltaAt(deltas, at).newUsers += 1;
  }
  for (const [, at] of fresh) deltaAt(deltas, at).newUsers += 1;
  if (earlier.length > 0) await setFirstSeen(client, earlier);
  return keys;
}

async function deriveBitmaps(
  client: PoolClient,
  rows: readonly ActivityRow[],
  keys: ReadonlyMap<string, number>,
): Promise<void> {
  const sets = new Map<string, BitmapAddress & { set: UserSet }>();
  const addTo = (kind: string, grain: 'day' | 'quarter', bucket: number, key: number) => {
    const name = `${kind} ${grain} ${bucket}`;
    const found = sets.get(name);
    if (found === undefined) sets.set(name, { kind, grain, bucket, set: UserSet.of([key]) });
    else found.set.add(key);
  };
  for (const row of rows) {
    const key = row.userId === null ? undefined : keys.get(row.userId);
    if (key === undefined) continue;
    for (const kind of kindsOf(row)) {
      addTo(kind, 'quarter', quarterOf(row.at), key);
      addTo(kind, 'day', dayOf(row.at), key);
    }
  }
  const touched = [...sets.values()];
  if (touched.length === 0) return;
  for (const { kind, grain, bucket, bitmap } of await readBitmaps(client, touched))
    sets.get(`${kind} ${grain} ${bucket}`)?.set.addStored(bitmap);
  await writeBitmaps(
    client,
    touched.map(({ set, ...address }) => ({ ...address, users: set.size, bitmap: set.toStored() })),
  );
}

async function deriveSessions(
  client: PoolClient,
  rows: readonly ActivityRow[],
  deltas: Map<number, ActivityDelta>,
): Promise<void> {
  const byActor = new Map<string, ActivityRow[]>();
  for (const row of rows) {
    const actor = row.initiated ? actorOf(row) : undefined;
    if (actor === undefined) continue;
    const list = byActor.get(actor);
    if (list === undefined) byActor.set(actor, [row]);
    else list.push(row);
  }
  if (byActor.size === 0) return;
  const spans = [...byActor].map(([actor, own]) => {
    const times = own.map(({ at }) => at);
    return { actor, from: Math.min(...times) - IDLE_MS, to: Math.max(...times) + IDLE_MS };
  });
  const existing = Map.groupBy(await findSessions(client, spans), ({ actor }) => actor);
  const before: ActorSession[] = [];
  const after: ActorSession[] = [];
  for (const [actor, own] of byActor) {
    const known = existing.get(actor) ?? [];
    const merged = mergeSessions(known, own.map(sessionEventOf));
    const change =
      'sessions' in merged
        ? { gone: known, sessions: merged.sessions }
        : await rebuild(client, actor, merged.rebuildFrom);
    before.push(...change.gone);
    for (const session of change.sessions) after.push({ ...session, actor });
  }
  await replaceSessions(client, before, after, deltas);
}

/** An actor's sessions from a time on, made again from the events. */
async function rebuild(client: PoolClient, actor: string, fromMs: number) {
  const gone = await findSessions(client, [{ actor, from: fromMs, to: END_OF_TIME_MS }]);
  const rows = (await readActor(client, actor, fromMs)).filter(({ initiated }) => initiated);
  return {
    gone: gone.filter(({ start }) => start >= fromMs),
    sessions: sessionsOf(rows.map(sessionEventOf)),
  };
}

async function replaceSessions(
  client: PoolClient,
  before: readonly ActorSession[],
  after: readonly ActorSession[],
  deltas: Map<number, ActivityDelta>,
): Promise<void> {
  tallySessions(deltas, before, -1);
  tallySessions(deltas, after, 1);
  const kept = new Set(after.map(({ actor, start }) => `${start} ${actor}`));
  const gone = before.filter(({ actor, start }) => !kept.has(`${start} ${actor}`));
  if (gone.length > 0) await deleteSessions(client, gone);
  if (after.length > 0) await saveSessions(client, after);
}
