import type { Pool } from 'pg';

/** Sums of one event type on one local day; `day` counts from 0 in the days asked for. */
export interface DaySums {
  readonly day: number;
  readonly eventType: string;
  readonly events: number;
  readonly amounts: number;
  readonly positiveAmounts: number;
  readonly amountUsd: number;
  readonly positiveUsd: number;
}

/** Events and money by local day, from the quarter-hour rollups. */
export async function sumEvents(
  pool: Pool,
  eventTypes: readonly string[],
  dayStarts: readonly number[],
): Promise<DaySums[]> {
  const { rows } = await pool.query<Record<keyof DaySums, string | number>>(
    `SELECT width_bucket(bucket, $2::timestamptz[]) - 1 AS day, event_type AS "eventType",
       sum(events + behaviors)::bigint AS events, sum(amounts)::bigint AS amounts,
       sum(positive_amounts)::bigint AS "positiveAmounts", sum(amount_usd) AS "amountUsd", sum(positive_usd) AS "positiveUsd"
     FROM analytics_event_rollup_15m
     WHERE event_type = ANY ($1) AND bucket >= $3 AND bucket < $4
     GROUP BY 1, 2 HAVING sum(events + behaviors) > 0`,
    [eventTypes, ...bounds(dayStarts)],
  );
  return rows.map((row) => ({
    day: Number(row.day),
    eventType: String(row.eventType),
    events: Number(row.events),
    amounts: Number(row.amounts),
    positiveAmounts: Number(row.positiveAmounts),
    amountUsd: Number(row.amountUsd),
    positiveUsd: Number(row.positiveUsd),
  }));
}

export interface DayActivity {
  readonly day: number;
  readonly newUsers: number;
  readonly sessions: number;
  readonly sessionMs: number;
  readonly viewingSessions: number;
  readonly bounces: number;
}

/** Activity by local day, and what is known before and after those days. */
export interface ActivitySums {
  readonly days: readonly DayActivity[];
  /** Users first seen before the end of the last day. */
  readonly totalUsers: number;
  /** The quarter hours of the first and the last session known. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

/** New users and sessions by local day; every day before the first counts as day -1, for the users known by then. */
export async function sumActivity(pool: Pool, dayStarts: readonly number[]): Promise<ActivitySums> {
  const [starts] = bounds(dayStarts);
  const { rows } = await pool.query<DayActivity & { firstAt: Date | null; lastAt: Date | null }>(
    `SELECT width_bucket(bucket, $1::timestamptz[]) - 1 AS day, sum(new_users)::bigint AS "newUsers",
       sum(sessions)::bigint AS sessions, sum(session_ms)::bigint AS "sessionMs",
       sum(viewing_sessions)::bigint AS "viewingSessions", sum(bounces)::bigint AS bounces,
       min(bucket) FILTER (WHERE sessions > 0) AS "firstAt", max(bucket) FILTER (WHERE sessions > 0) AS "lastAt"
     FROM analytics_activity_15m GROUP BY 1 ORDER BY 1`,
    [starts],
  );
  const after = dayStarts.length - 1;
  const known = rows.filter(({ day }) => day < after);
  return {
    days: known.filter(({ day }) => day >= 0),
    totalUsers: known.reduce((sum, { newUsers }) => sum + newUsers, 0),
    firstAt: rows.find(({ firstAt }) => firstAt !== null)?.firstAt ?? null,
    lastAt: rows.findLast(({ lastAt }) => lastAt !== null)?.lastAt ?? null,
  };
}

function bounds(dayStarts: readonly number[]): [Date[], Date, Date] {
  const dates = dayStarts.map((start) => new Date(start));
  const [first = new Date(0)] = dates;
  return [dates, first, dates.at(-1) ?? first];
}

/** Distinct users of an event that no set is kept for, counted from the rows. */
export async function countUsersOf(
  pool: Pool,
  eventType: string,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const { rows } = await pool.query<{ users: number }>(
    `SELECT count(DISTINCT user_id)::int AS users FROM (
       SELECT user_id FROM analytics_events WHERE event_type = $1 AND "timestamp" >= $2 AND "timestamp" < $3
       UNION ALL SELECT user_id FROM user_behavior WHERE event_type = $1 AND "timestamp" >= $2 AND "timestamp" < $3
     ) AS converted`,
    [eventType, new Date(fromMs), new Date(toMs)],
  );
  return rows[0]?.users ?? 0;
}

/** The newest values of the portfolios of a figure added up, and how many they are. */
export interface LatestFigure {
  readonly sum: number;
  readonly portfolios: number;
}

/** Figures of portfolios that were posted before an instant, by name. */
export async function latestFinancials(
  pool: Pool,
  names: readonly string[],
  beforeMs: number,
): Promise<Map<string, LatestFigure>> {
  const { rows } = await pool.query<LatestFigure & { name: string }>(
    `SELECT name, sum(value) AS sum, count(*)::int AS portfolios FROM (
       SELECT DISTINCT ON (name, labels ->> 'portfolio') name, value FROM analytics_metrics
       WHERE name = ANY ($1) AND "timestamp" < $2 AND "timestamp" >= $2 - interval '90 days'
       ORDER BY name, labels ->> 'portfolio', "timestamp" DESC
     ) AS newest GROUP BY name`,
    [names, new Date(beforeMs)],
  );
  return new Map(rows.map(({ name, sum, portfolios }) => [name, { sum, portfolios }]));
}
