import type { Pool } from 'pg';

/** A stretch of time, half-open, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const datesOf = ({ from, to }: Span): [Date, Date] => [new Date(from), new Date(to)];

/** The busiest local hours by active users, counted by quarter hour. */
export async function readPeakHours(pool: Pool, span: Span, timeZone: string): Promise<number[]> {
  const { rows } = await pool.query<{ hour: number }>(
    `SELECT extract(hour FROM bucket AT TIME ZONE $3)::int AS hour FROM analytics_user_bitmaps
     WHERE kind = 'active' AND grain = 'quarter' AND bucket >= $1 AND bucket < $2
     GROUP BY 1 ORDER BY sum(users) DESC, 1 LIMIT 3`,
    [...datesOf(span), timeZone],
  );
  return rows.map(({ hour }) => hour);
}

/**
 * The end of the newest session of those that ended half an hour ago or earlier, epoch milliseconds. A session lasts a day
 * at most, so none that began earlier than a day before the newest began can have ended later.
 */
export async function readLastSeen(pool: Pool, nowMs: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ last: number | null }>(
    `WITH newest AS (
       SELECT max(bucket) AS bucket FROM analytics_activity_15m
       WHERE sessions > 0 AND bucket <= $1::timestamptz - interval '30 minutes'
     ) SELECT (extract(epoch FROM max(last_at)) * 1000)::bigint AS last FROM analytics_sessions, newest
     WHERE started_at >= newest.bucket - interval '24 hours' AND last_at <= $1`,
    [new Date(nowMs)],
  );
  return rows[0]?.last ?? undefined;
}

/** The names of users, by key, and when the session began that was under way at an instant of each, epoch milliseconds. */
export async function readUsersSessions(
  pool: Pool,
  users: readonly { readonly key: number; readonly atMs: number }[],
): Promise<Map<number, { readonly userId: string; readonly startMs: number | null }>> {
  const { rows } = await pool.query<{ key: number; userId: string; startMs: number | null }>(
    `SELECT user_key AS key, user_id AS "userId",
       (SELECT (extract(epoch FROM max(started_at)) * 1000)::bigint FROM analytics_sessions
        WHERE actor = user_id AND started_at <= at) AS "startMs"
     FROM unnest($1::integer[], $2::timestamptz[]) AS wanted(key, at) JOIN analytics_users ON user_key = wanted.key`,
    [users.map(({ key }) => key), users.map(({ atMs }) => new Date(atMs))],
  );
  return new Map(rows.map(({ key, ...user }) => [key, user]));
}

/** The names of users by key; those who are not known any more have none. */
export async function readUserNames(pool: Pool, keys: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await pool.query<{ key: number; name: string }>(
    'SELECT user_key AS key, user_id AS name FROM analytics_users WHERE user_key = ANY ($1)',
    [keys],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}
