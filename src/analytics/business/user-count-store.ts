import type { Pool } from 'pg';
import { DAY_MS } from '../activity/derive.ts';
import { UserSet } from '../activity/user-set.ts';

/** The users of each kind in [from, to): whole UTC days and the quarter hours at either end, so exact in every zone. */
export async function readUserSets(
  pool: Pool,
  kinds: readonly string[],
  fromMs: number,
  toMs: number,
): Promise<Map<string, UserSet>> {
  const whole = wholeDays(fromMs, toMs);
  const { rows } = await pool.query<[string, Buffer]>({
    text: `SELECT kind, bitmap FROM analytics_user_bitmaps
      WHERE kind = ANY ($1) AND grain = 'day' AND bucket >= $2 AND bucket < $3
      UNION ALL
      SELECT kind, bitmap FROM analytics_user_bitmaps
      WHERE kind = ANY ($1) AND grain = 'quarter' AND bucket >= $4 AND bucket < $5 AND (bucket < $2 OR bucket >= $3)`,
    values: [kinds, new Date(whole.from), new Date(whole.to), new Date(fromMs), new Date(toMs)],
    rowMode: 'array',
  });
  const sets = new Map(kinds.map((kind) => [kind, UserSet.empty()]));
  for (const [kind, bitmap] of rows) sets.get(kind)?.addStored(bitmap);
  return sets;
}

/** The UTC days that lie wholly in [from, to); an empty stretch within it where there is none. */
export function wholeDays(fromMs: number, toMs: number): { readonly from: number; readonly to: number } {
  const from = Math.min(Math.ceil(fromMs / DAY_MS) * DAY_MS, toMs);
  return { from, to: Math.max(Math.floor(toMs / DAY_MS) * DAY_MS, from) };
}

/** Distinct active users of each local day, or of whatever lies between instants on quarter hours. */
export async function countActiveByDay(pool: Pool, dayStarts: readonly number[]): Promise<number[]> {
  if (areUtcDays(dayStarts)) return countUtcDays(pool, dayStarts);
  const { rows } = await pool.query<[number, Buffer]>({
    text: `SELECT width_bucket(bucket, $1::timestamptz[]) - 1, bitmap FROM analytics_user_bitmaps
      WHERE kind = 'active' AND grain = 'quarter' AND bucket >= $2 AND bucket < $3`,
    values: bounds(dayStarts),
    rowMode: 'array',
  });
  const sets = dayStarts.slice(1).map(() => UserSet.empty());
  for (const [day, bitmap] of rows) sets[day]?.addStored(bitmap);
  return sets.map(({ size }) => size);
}

function areUtcDays(starts: readonly number[]): boolean {
  return starts.every((start, i) => start % DAY_MS === 0 && start === (starts[0] as number) + i * DAY_MS);
}

async function countUtcDays(pool: Pool, dayStarts: readonly number[]): Promise<number[]> {
  const { rows } = await pool.query<{ day: number; users: number }>(
    `SELECT width_bucket(bucket, $1::timestamptz[]) - 1 AS day, users FROM analytics_user_bitmaps
     WHERE kind = 'active' AND grain = 'day' AND bucket >= $2 AND bucket < $3`,
    bounds(dayStarts),
  );
  const counts = dayStarts.slice(1).map(() => 0);
  for (const { day, users } of rows) counts[day] = users;
  return counts;
}

function bounds(dayStarts: readonly number[]): [Date[], Date, Date] {
  const dates = dayStarts.map((start) => new Date(start));
  const [first = new Date(0)] = dates;
  return [dates, first, dates.at(-1) ?? first];
}
