import type { Pool } from 'pg';
import { UserSet } from '../activity/user-set.ts';
import { wholeDays } from '../business/user-count-store.ts';
import type { Span } from './behavior-store.ts';

/** Users by the stretch between two of these ascending instants in which they were first seen. */
export async function readNewUsers(pool: Pool, starts: readonly number[]): Promise<UserSet[]> {
  const dates = starts.map((start) => new Date(start));
  // The keys of a stretch side by side: a row for each user would take longer than all the rest.
  const { rows } = await pool.query<[number, Buffer]>({
    text: `SELECT width_bucket(first_seen, $1::timestamptz[]) - 1, string_agg(int4send(user_key), '') FROM analytics_users
      WHERE first_seen >= $2 AND first_seen < $3 GROUP BY 1`,
    values: [dates, dates[0], dates.at(-1)],
    rowMode: 'array',
  });
  const sets = starts.slice(1).map(() => UserSet.empty());
  for (const [place, keys] of rows)
    for (let at = 0; at < keys.length; at += 4) sets[place]?.add(keys.readInt32BE(at));
  return sets;
}

/** Active users of each stretch: whole UTC days and the quarter hours at either end, so exact in every zone. */
export async function readActiveUsers(pool: Pool, stretches: readonly Span[]): Promise<UserSet[]> {
  const whole = stretches.map(({ from, to }) => wholeDays(from, to));
  const dates = (instants: readonly number[]) => instants.map((ms) => new Date(ms));
  const { rows } = await pool.query<[number, Buffer]>({
    text: `WITH stretch AS (
        SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
          WITH ORDINALITY AS stretch("from", "to", first_day, end_day, place)
      )
      SELECT place - 1, bitmap FROM stretch JOIN analytics_user_bitmaps
        ON kind = 'active' AND grain = 'day' AND bucket >= first_day AND bucket < end_day
      UNION ALL
      SELECT place - 1, bitmap FROM stretch JOIN analytics_user_bitmaps
        ON kind = 'active' AND grain = 'quarter' AND bucket >= "from" AND bucket < "to"
        AND (bucket < first_day OR bucket >= end_day)`,
    values: [
      dates(stretches.map(({ from }) => from)),
      dates(stretches.map(({ to }) => to)),
      dates(whole.map(({ from }) => from)),
      dates(whole.map(({ to }) => to)),
    ],
    rowMode: 'array',
  });
  const sets = stretches.map(() => UserSet.empty());
  for (const [place, bitmap] of rows) sets[place]?.addStored(bitmap);
  return sets;
}
