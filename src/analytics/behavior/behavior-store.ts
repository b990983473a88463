import type { Pool } from 'pg';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';

/** A stretch of time, half-open, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const datesOf = ({ from, to }: Span): [Date, Date] => [new Date(from), new Date(to)];

export interface UserTraits {
  readonly key: number;
  readonly level: string | null;
  readonly sessions: number;
}

/** What places a user in a segment: newest level given in the period, sessions in the 30 days before its end. */
export async function readTraits(pool: Pool, span: Span, levels: readonly string[]): Promise<UserTraits[]> {
  const { rows } = await pool.query<UserTraits>(
    `SELECT user_key AS key, level, coalesce(sessions, 0)::int AS sessions
     FROM (
       SELECT DISTINCT ON (user_id) user_id, level FROM (${BEHAVIOR_ROWS}) AS rows
       WHERE user_id IS NOT NULL AND level = ANY ($3) ORDER BY user_id, at DESC, id DESC
     ) AS given
     FULL JOIN (
       SELECT actor AS user_id, count(*) AS sessions FROM analytics_sessions
       WHERE started_at >= $2::timestamptz - interval '30 days' AND started_at < $2 GROUP BY 1
     ) AS counted USING (user_id)
     JOIN analytics_users USING (user_id)`,
    [...datesOf(span), levels],
  );
  return rows;
}

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

/** Name and number, largest first. */
export type Ranked = readonly (readonly [name: string, count: number])[];

/** Users by feature or else page, and events by feature, of what users caused. */
export async function readFeatures(pool: Pool, span: Span): Promise<{ users: Ranked; events: Ranked }> {
  const { rows } = await pool.query<{ measure: 'users' | 'events'; name: string; count: number }>(
    `WITH used AS MATERIALIZED (
       SELECT coalesce(feature, page) AS name, count(DISTINCT user_id)::int AS users, count(feature)::int AS events
       FROM (${BEHAVIOR_ROWS}) AS rows WHERE initiated AND coalesce(feature, page) IS NOT NULL GROUP BY 1
     )
     (SELECT 'users' AS measure, name, users AS count FROM used WHERE users > 0 ORDER BY users DESC, name LIMIT 10)
     UNION ALL
     (SELECT 'events', name, events FROM used WHERE events > 0 ORDER BY events DESC, name LIMIT 50)`,
    datesOf(span),
  );
  const of = (measure: string): Ranked =>
    rows.filter((row) => row.measure === measure).map(({ name, count }) => [name, count] as const);
  return { users: of('users'), events: of('events') };
}

/** Page views by the first part of the path, addresses with a host included. */
export async function readContent(pool: Pool, span: Span): Promise<Ranked> {
  const { rows } = await pool.query<[string, number]>({
    text: `SELECT coalesce(nullif(substring(page FROM '^(?:[a-z]+://[^/?#]+)?(/?[^/?#]*)'), ''), '/') AS prefix, count(*)::int
      FROM (${BEHAVIOR_ROWS}) AS rows WHERE initiated AND event_type = 'page_view' AND page IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
    values: datesOf(span),
    rowMode: 'array',
  });
  return rows;
}

/** Sessions of known users that started in the period. */
export async function countUserSessions(pool: Pool, span: Span): Promise<number> {
  const { rows } = await pool.query<{ sessions: number }>(
    `SELECT count(*)::int AS sessions FROM analytics_sessions
     WHERE started_at >= $1 AND started_at < $2 AND NOT starts_with(actor, '~')`,
    datesOf(span),
  );
  return rows[0]?.sessions ?? 0;
}
