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

const TIME = `(extract(epoch FROM "timestamp") * 1000)::bigint AS at`;

export async function deleteEvents(client: PoolClient, userId: string): Promise<DeletedRow[]> {
  const { rows } = await client.query<DeletedRow>(
    `DELETE FROM analytics_events WHERE user_id = $1
     RETURNING event_type AS "eventType", ${TIME}, (amount_usd * 1000000)::bigint AS "amountMicros"`,
    [userId],
  );
  return rows;
}

export async function deleteBehavior(
  client: PoolClient,
  userId: string,
): Promise<Omit<DeletedRow, 'amountMicros'>[]> {
  const { rows } = await client.query<Omit<DeletedRow, 'amountMicros'>>(
    `DELETE FROM user_behavior WHERE user_id = $1 RETURNING event_type AS "eventType", ${TIME}`,
    [userId],
  );
  return rows;
}

export async function deleteSessionsOf(client: PoolClient, actor: string): Promise<Session[]> {
  const { rows } = await client.query<Session>(
    `DELETE FROM analytics_sessions WHERE actor = $1
     RETURNING (extract(epoch FROM started_at) * 1000)::bigint AS start, (extract(epoch FROM last_at) * 1000)::bigint AS last,
       events, page_views AS "pageViews", interactions`,
    [actor],
  );
  return rows;
}

export async function deleteUser(
  client: PoolClient,
  userId: string,
): Promise<{ key: number; firstSeen: number } | undefined> {
  const { rows } = await client.query<{ key: number; firstSeen: number }>(
    `DELETE FROM analytics_users WHERE user_id = $1
     RETURNING user_key AS key, (extract(epoch FROM first_seen) * 1000)::bigint AS "firstSeen"`,
    [userId],
  );
  return rows[0];
}

export async function deleteClusters(client: PoolClient, userId: string): Promise<number> {
  const { rowCount } = await client.query('DELETE FROM user_clusters WHERE user_id = $1', [userId]);
  return rowCount ?? 0;
}

/** The day sets a user first seen then may be in. */
export async function bitmapDays(
  client: PoolClient,
  fromMs: number,
): Promise<{ kind: string; bucket: number }[]> {
  const { rows } = await client.query<{ kind: string; bucket: number }>(
    `SELECT kind, (extract(epoch FROM bucket) * 1000)::bigint AS bucket FROM analytics_user_bitmaps
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
