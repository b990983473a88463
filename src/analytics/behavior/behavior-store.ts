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
