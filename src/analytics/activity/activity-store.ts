import type { Pool, PoolClient } from 'pg';
import { EXPERIENCE_LEVELS } from '#contracts/user-behavior';
import { inTransaction } from '#platform';
import { BATCH_ROWS } from '../ingest/ingest-table.ts';
import type { JourneyEvent } from '../journeys/write-journeys.ts';
import type { Session } from './sessions.ts';

/** A row as users, sessions, journeys and bitmaps see it. */
export interface ActivityRow extends JourneyEvent {
  readonly id: number;
  readonly paying: boolean;
  readonly simulated: boolean;
}

export interface KnownUser {
  readonly key: number;
  readonly firstSeen: number;
}

export interface StoredBitmap {
  readonly kind: string;
  readonly grain: 'day' | 'quarter';
  readonly bucket: number;
  readonly users: number;
  readonly bitmap: Buffer;
}

/** Sums by quarter hour that a change adds; any of them may be negative. */
export interface ActivityDelta {
  newUsers: number;
  sessions: number;
  sessionMs: number;
  viewingSessions: number;
  bounces: number;
}

const LOCK = 0x7272_0002;
const BACKLOG_ROWS = 40_000;
const DAY_MS = 86_400_000;

/** One at a time on a database: users, sessions and bitmaps have one writer. */
export function exclusively<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    return await work(client);
  });
}

/**
 * Takes committed batches off the queue, oldest first, up to about `rows` rows, with what is left of their rows in the order
 * of arrival. That is when their transactions began: numbers of batches are fetched ahead.
 */
export async function takeBatches(
  client: PoolClient,
  rows: number,
): Promise<{ batches: number; rows: ActivityRow[] }> {
  const { rows: taken } = await client.query<TakenBatch>(
    `WITH due AS (
       SELECT batch, sum(row_count) OVER (ORDER BY created_at, batch) - row_count AS before
       FROM (SELECT * FROM analytics_batches ORDER BY created_at, batch LIMIT 2000) AS oldest
     ), taken AS (
       DELETE FROM analytics_batches USING due
       WHERE analytics_batches.batch = due.batch AND due.before < $1 RETURNING analytics_batches.*
     )
     SELECT batch, kind, first_at, last_at FROM taken ORDER BY created_at, batch`,
    [rows],
  );
  const events = await readBatches(client, 'analytics_events', EVENT_FIELDS, taken, 'events');
  const behavior = await readBatches(client, 'user_behavior', BEHAVIOR_FIELDS, taken, 'behavior');
  const places = new Map(taken.map(({ batch }, place) => [batch, place]));
  const placeOf = ({ id }: ActivityRow) => places.get(Math.floor(id / BATCH_ROWS)) ?? 0;
  const arrived = [...events, ...behavior].sort((a, b) => placeOf(a) - placeOf(b) || a.id - b.id);
  return { batches: taken.length, rows: arrived };
}

interface TakenBatch {
  readonly batch: number;
  readonly kind: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

async function readBatches(
  client: PoolClient,
  table: string,
  fields: string,
  taken: readonly TakenBatch[],
  kind: string,
): Promise<ActivityRow[]> {
  const batches = taken.filter((batch) => batch.kind === kind);
  if (batches.length === 0) return [];
  // The times are known, so that only their days' partitions are looked at.
  return readRows(
    client,
    `SELECT ${fields} FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS due(batch, first_at, last_at)
     JOIN ${table} ON id >= batch * ${BATCH_ROWS} AND id < (batch + 1) * ${BATCH_ROWS}
       AND "timestamp" >= first_at AND "timestamp" <= last_at`,
    [
      batches.map(({ batch }) => batch),
      batches.map(({ first_at }) => first_at),
      batches.map(({ last_at }) => last_at),
    ],
  );
}

/** Rows of one actor from a time on, without those whose batch is still queued: they are added when its turn comes. */
export function readActor(client: PoolClient, actor: string, fromMs: number): Promise<ActivityRow[]> {
  const [column, value] = actor.startsWith('~') ? ['session_id', actor.slice(1)] : ['user_id', actor];
  const mine = `${column} = $1 AND "timestamp" >= $2 ${column === 'session_id' ? 'AND user_id IS NULL' : ''}
    AND NOT EXISTS (SELECT FROM analytics_batches WHERE batch = id / ${BATCH_ROWS})`;
  return readRows(
    client,
    `SELECT ${EVENT_FIELDS}, created_at FROM analytics_events WHERE ${mine}
     UNION ALL SELECT ${BEHAVIOR_FIELDS}, created_at FROM user_behavior WHERE ${mine} ORDER BY created_at, id`,
    [value, new Date(fromMs)],
  );
}

const TIME = `(extract(epoch FROM "timestamp") * 1000)::bigint`;
/** Levels that place a user in a segment; what else stands there is of no use to anybody. */
const level = (given: string) =>
  `CASE WHEN ${given} = ANY ('{${EXPERIENCE_LEVELS.join(',')}}') THEN ${given} END`;
const EVENT_FIELDS = `id, user_id, session_id, ${TIME}, event_type, properties ->> 'page', properties ->> 'feature',
  ${level(`coalesce(properties ->> 'experience_level', context ->> 'experience_level')`)},
  (context -> 'user_initiated') IS DISTINCT FROM 'false'::jsonb, event_type <> 'trade' AND amount_usd > 0, simulated, properties`;
const BEHAVIOR_FIELDS = `id, user_id, session_id, ${TIME}, event_type, coalesce(page, properties ->> 'page'),
  properties ->> 'feature', ${level(`properties ->> 'experience_level'`)}, true, false, simulated, properties`;

type FieldsOfRow = [
  id: number,
  userId: string | null,
  sessionId: string | null,
  at: number,
  eventType: string,
  page: string | null,
  feature: string | null,
  level: string | null,
  initiated: boolean,
  paying: boolean | null,
  simulated: boolean,
  properties: Record<string, unknown>,
];

async function readRows(client: PoolClient, text: string, values: unknown[]): Promise<ActivityRow[]> {
  const { rows } = await client.query<FieldsOfRow>({ text, values, rowMode: 'array' });
  return rows.map(
    ([
      id,
      userId,
      sessionId,
      at,
      eventType,
      page,
      feature,
      level,
      initiated,
      paying,
      simulated,
      properties,
    ]) => ({
      id,
      userId,
      sessionId,
      at,
      eventType,
      page,
      feature,
      level,
      initiated,
      paying: paying ?? false,
      simulated,
      properties,
    }),
  );
}

/** Rows of a UTC day of the backlog, some thousands at a time. */
export async function* readBacklogRows(
  client: PoolClient,
  { dayMs, beforeId }: { readonly dayMs: number; readonly beforeId: number },
): AsyncGenerator<ActivityRow[]> {
  const of = (fields: string, table: string) => `SELECT ${fields}, created_at FROM ${table}
    WHERE "timestamp" >= '${new Date(dayMs).toISOString()}' AND "timestamp" < '${new Date(dayMs + DAY_MS).toISOString()}'
      AND id < ${beforeId} AND NOT EXISTS (SELECT FROM analytics_batches WHERE batch = id / ${BATCH_ROWS})`;
  await client.query(
    `DECLARE backlog NO SCROLL CURSOR FOR ${of(EVENT_FIELDS, 'analytics_events')}
     UNION ALL ${of(BEHAVIOR_FIELDS, 'user_behavior')} ORDER BY created_at, id`,
  );
  for (;;) {
    const rows = await readRows(client, `FETCH ${BACKLOG_ROWS} FROM backlog`, []);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('CLOSE backlog');
}

export async function findUsers(client: PoolClient, ids: readonly string[]): Promise<Map<string, KnownUser>> {
  const { rows } = await client.query<{ id: string; key: number; first_seen: number }>(
    `SELECT user_id AS id, user_key AS key, (extract(epoch FROM first_seen) * 1000)::bigint AS first_seen
     FROM analytics_users WHERE user_id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, key, first_seen }) => [id, { key, firstSeen: first_seen }]));
}

/** Gives new users their keys. */
export async function addUsers(
  client: PoolClient,
  users: readonly (readonly [id: string, firstSeen: number])[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; key: number }>(
    `INSERT INTO analytics_users (user_key, user_id, first_seen)
     SELECT nextval('analytics_user_key_seq'), id, first_seen FROM unnest($1::text[], $2::timestamptz[]) AS fresh(id, first_seen)
     RETURNING user_id AS id, user_key AS key`,
    [users.map(([id]) => id), users.map(([, firstSeen]) => new Date(firstSeen))],
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

export async function setFirstSeen(
  client: PoolClient,
  users: readonly (readonly [key: number, firstSeen: number])[],
): Promise<void> {
  await client.query(
    `UPDATE analytics_users SET first_seen = earlier.at
     FROM unnest($1::integer[], $2::timestamptz[]) AS earlier(key, at) WHERE user_key = earlier.key`,
    [users.map(([key]) => key), users.map(([, at]) => new Date(at))],
  );
}

export type BitmapAddress = Omit<StoredBitmap, 'users' | 'bitmap'>;

export async function readBitmaps(
  client: PoolClient,
  addresses: readonly BitmapAddress[],
): Promise<StoredBitmap[]> {
  const { rows } = await client.query<StoredBitmap>(
    `SELECT kind, grain, (extract(epoch FROM bucket) * 1000)::bigint AS bucket, users, bitmap
     FROM analytics_user_bitmaps JOIN unnest($1::text[], $2::text[], $3::timestamptz[]) AS wanted(kind, grain, bucket)
       USING (kind, grain, bucket)`,
    addressColumns(addresses),
  );
  return rows;
}

export async function writeBitmaps(client: PoolClient, bitmaps: readonly StoredBitmap[]): Promise<void> {
  await client.query(
    `INSERT INTO analytics_user_bitmaps (kind, grain, bucket, users, bitmap)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[], $5::bytea[])
     ON CONFLICT (kind, grain, bucket) DO UPDATE SET users = excluded.users, bitmap = excluded.bitmap`,
    [...addressColumns(bitmaps), bitmaps.map(({ users }) => users), bitmaps.map(({ bitmap }) => bitmap)],
  );
}

function addressColumns(addresses: readonly BitmapAddress[]): unknown[][] {
  return [
    addresses.map(({ kind }) => kind),
    addresses.map(({ grain }) => grain),
    addresses.map(({ bucket }) => new Date(bucket)),
  ];
}

export interface ActorSession extends Session {
  readonly actor: string;
}

/** Sessions that touch a span of each actor's time. */
export async function findSessions(
  client: PoolClient,
  spans: readonly { actor: string; from: number; to: number }[],
): Promise<ActorSession[]> {
  const { rows } = await client.query<ActorSession>(
    `SELECT sessions.actor, (extract(epoch FROM started_at) * 1000)::bigint AS start,
       (extract(epoch FROM last_at) * 1000)::bigint AS last, events, page_views AS "pageViews", interactions
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS span(actor, "from", "to")
     JOIN analytics_sessions AS sessions ON sessions.actor = span.actor
       AND started_at >= span."from" - interval '24 hours' AND started_at <= span."to" AND last_at >= span."from"`,
    [
      spans.map(({ actor }) => actor),
      spans.map(({ from }) => new Date(from)),
      spans.map(({ to }) => new Date(to)),
    ],
  );
  return rows;
}

export async function deleteSessions(
  client: PoolClient,
  sessions: readonly { actor: string; start: number }[],
): Promise<void> {
  await client.query(
    `DELETE FROM analytics_sessions USING unnest($1::text[], $2::timestamptz[]) AS gone(actor, start)
     WHERE analytics_sessions.actor = gone.actor AND started_at = gone.start`,
    [sessions.map(({ actor }) => actor), sessions.map(({ start }) => new Date(start))],
  );
}

export async function saveSessions(client: PoolClient, sessions: readonly ActorSession[]): Promise<void> {
  const column = <T>(of: (session: ActorSession) => T) => sessions.map((session) => of(session));
  await client.query(
    `INSERT INTO analytics_sessions (actor, started_at, last_at, events, page_views, interactions)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::integer[], $5::integer[], $6::integer[])
     ON CONFLICT (actor, started_at) DO UPDATE SET last_at = excluded.last_at, events = excluded.events,
       page_views = excluded.page_views, interactions = excluded.interactions`,
    [
      column(({ actor }) => actor),
      column(({ start }) => new Date(start)),
      column(({ last }) => new Date(last)),
      column(({ events }) => events),
      column(({ pageViews }) => pageViews),
      column(({ interactions }) => interactions),
    ],
  );
}

export async function addActivity(
  client: PoolClient,
  deltas: ReadonlyMap<number, ActivityDelta>,
): Promise<void> {
  const entries = [...deltas];
  const column = (of: (delta: ActivityDelta) => number) => entries.map(([, delta]) => of(delta));
  await client.query(
    `INSERT INTO analytics_activity_15m AS kept (bucket, new_users, sessions, session_ms, viewing_sessions, bounces)
     SELECT * FROM unnest($1::timestamptz[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
     ON CONFLICT (bucket) DO UPDATE SET new_users = kept.new_users + excluded.new_users,
       sessions = kept.sessions + excluded.sessions, session_ms = kept.session_ms + excluded.session_ms,
       viewing_sessions = kept.viewing_sessions + excluded.viewing_sessions, bounces = kept.bounces + excluded.bounces`,
    [
      entries.map(([bucket]) => new Date(bucket)),
      column(({ newUsers }) => newUsers),
      column(({ sessions }) => sessions),
      column(({ sessionMs }) => sessionMs),
      column(({ viewingSessions }) => viewingSessions),
      column(({ bounces }) => bounces),
    ],
  );
}

/** Rows that still wait for their turn: of batches, and of days without journeys. */
export async function pendingRows(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ pending: number }>(
    `SELECT coalesce(sum(row_count), 0)::bigint AS pending FROM (
       SELECT row_count FROM analytics_batches UNION ALL SELECT row_count FROM analytics_journey_backlog
     ) AS waiting`,
  );
  return rows[0]?.pending ?? 0;
}
