import type { PoolClient } from 'pg';
import type { Session } from '../activity/sessions.ts';

export interface ErasedCounts {
  readonly events: number;
  readonly behavior: number;
  readonly sessions: number;
  readonly users: number;
  readonly clusters: number;
}

export interface DeletedRow {
  readonly eventType: string;
  readonly at: number;
  readonly amountMicros: number | null;
}

export interface DeletedUser {
  readonly key: number;
  readonly firstSeen: number;
}

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;
/** What a deleted row leaves behind, as `DeletedRow`. */
export const DELETED_EVENT = `event_type AS "eventType", ${milliseconds('"timestamp"')} AS at, (amount_usd * 1000000)::bigint AS "amountMicros"`;
export const DELETED_BEHAVIOR = `event_type AS "eventType", ${milliseconds('"timestamp"')} AS at, NULL AS "amountMicros"`;

export async function deleteEvents(client: PoolClient, userId: string): Promise<DeletedRow[]> {
  const { rows } = await client.query<DeletedRow>(
    `DELETE FROM analytics_events WHERE user_id = $1 RETURNING ${DELETED_EVENT}`,
    [userId],
  );
  return rows;
}

export async function deleteBehavior(client: PoolClient, userId: string): Promise<DeletedRow[]> {
  const { rows } = await client.query<DeletedRow>(
    `DELETE FROM user_behavior WHERE user_id = $1 RETURNING ${DELETED_BEHAVIOR}`,
    [userId],
  );
  return rows;
}

export async function deleteSessionsOf(client: PoolClient, actors: readonly string[]): Promise<Session[]> {
  const { rows } = await client.query<Session>(
    `DELETE FROM analytics_sessions WHERE actor = ANY ($1)
     RETURNING ${milliseconds('started_at')} AS start, ${milliseconds('last_at')} AS last,
       events, page_views AS "pageViews", interactions`,
    [actors],
  );
  return rows;
}

export async function deleteUsers(client: PoolClient, userIds: readonly string[]): Promise<DeletedUser[]> {
  const { rows } = await client.query<DeletedUser>(
    `DELETE FROM analytics_users WHERE user_id = ANY ($1)
     RETURNING user_key AS key, ${milliseconds('first_seen')} AS "firstSeen"`,
    [userIds],
  );
  return rows;
}

export async function deleteClusters(client: PoolClient, userIds: readonly string[]): Promise<number> {
  const { rowCount } = await client.query('DELETE FROM user_clusters WHERE user_id = ANY ($1)', [userIds]);
  return rowCount ?? 0;
}

/** The day sets a user first seen then may be in. */
export async function bitmapDays(
  client: PoolClient,
  fromMs: number,
): Promise<{ kind: string; bucket: number }[]> {
  const { rows } = await client.query<{ kind: string; bucket: number }>(
    `SELECT kind, ${milliseconds('bucket')} AS bucket FROM analytics_user_bitmaps
     WHERE grain = 'day' AND bucket >= date_trunc('day', $1::timestamptz, 'UTC')`,
    [new Date(fromMs)],
  );
  return rows;
}

export async function recordErasure(
  client: PoolClient,
  record: { subject: Buffer; requestedBy: string; erased: ErasedCounts },
): Promise<void> {
  await client.query(
    'INSERT INTO analytics_erasures (subject_hash, requested_by, rows_erased) VALUES ($1, $2, $3)',
    [record.subject, record.requestedBy, JSON.stringify(record.erased)],
  );
}
