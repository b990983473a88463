import type { Pool } from 'pg';
import { UserSet } from '../activity/user-set.ts';

/** Users by the stretch between two of these ascending instants in which they were first seen. */
export async function readNewUsers(pool: Pool, starts: readonly number[]): Promise<UserSet[]> {
  const dates = starts.map((start) => new Date(start));
  const { rows } = await pool.query<[number, number]>({
    text: `SELECT width_bucket(first_seen, $1::timestamptz[]) - 1, user_key FROM analytics_users
      WHERE first_seen >= $2 AND first_seen < $3`,
    values: [dates, dates[0], dates.at(-1)],
    rowMode: 'array',
  });
  const sets = starts.slice(1).map(() => UserSet.empty());
  for (const [place, key] of rows) sets[place]?.add(key);
  return sets;
}
