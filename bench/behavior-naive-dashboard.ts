import type { Json } from '../test/support/differences.ts';
import { DAYS } from './behavior-events.ts';
import { type Ask, ROWS, STEPS, topPaths } from './behavior-naive.ts';

/** The dashboard `user_analytics` from the raw events, one statement for each group of figures; see behavior-naive.ts. */

const DASHBOARD_PATHS = `
  WITH ${STEPS}, paths AS (${topPaths(4, 10)}), drop_offs AS (
    SELECT page, count(*)::int AS views, count(*) FILTER (WHERE after IS NULL)::int AS exits,
      100.0::float8 * count(*) FILTER (WHERE after IS NULL) / count(*) AS exit_rate
    FROM steps GROUP BY page HAVING count(*) >= 30 ORDER BY exit_rate DESC, views DESC, page LIMIT 10
  )
  SELECT (SELECT json_agg(paths) FROM paths) AS paths, (SELECT json_agg(drop_offs) FROM drop_offs) AS exits`;

/** Active users and their sessions by segment. */
const SEGMENTS = `
  WITH marked AS (
    SELECT user_id, at, lag(at) OVER (PARTITION BY user_id ORDER BY at) AS before FROM ${ROWS} WHERE user_id IS NOT NULL AND initiated
  ), active AS (
    SELECT user_id, count(*) AS sessions, count(*) FILTER (WHERE at >= $2::timestamptz - interval '30 days') AS recent
    FROM marked WHERE before IS NULL OR at - before > interval '30 minutes' GROUP BY 1
  ), levels AS (
    SELECT DISTINCT ON (user_id) user_id, level FROM ${ROWS}
    WHERE user_id IS NOT NULL AND level IN ('beginner', 'intermediate', 'advanced', 'professional') ORDER BY user_id, at DESC, created_at DESC, id DESC
  )
  SELECT CASE WHEN level = 'beginner' OR level IS NULL AND recent < 3 THEN 'beginners'
      WHEN level = 'intermediate' OR level IS NULL AND recent < 10 THEN 'intermediate'
      WHEN level = 'advanced' OR level IS NULL AND recent < 25 THEN 'advanced' ELSE 'professional' END AS segment,
    count(*)::int AS users, sum(sessions)::int AS sessions
  FROM active LEFT JOIN levels USING (user_id) GROUP BY 1`;

const PEAK_HOURS = `
  SELECT extract(hour FROM quarter AT TIME ZONE 'UTC')::int AS hour FROM (
    SELECT DISTINCT date_bin('15 minutes', at, 'epoch') AS quarter, user_id FROM ${ROWS} WHERE initiated AND user_id IS NOT NULL
  ) AS seen GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3`;

const FEATURES = `
  WITH used AS (
    SELECT coalesce(feature, page) AS name, user_id, count(feature) AS events FROM ${ROWS}
    WHERE initiated AND coalesce(feature, page) IS NOT NULL GROUP BY 1, 2
  )
  SELECT name, count(user_id)::int AS users, sum(events)::int AS events FROM used GROUP BY 1`;

const CONTENT = `
  SELECT coalesce(nullif(substring(page FROM '^(?:[a-z]+://[^/?#]+)?(/?[^/?#]*)'), ''), '/') AS name, sum(views)::int AS views FROM (
    SELECT page, count(*) AS views FROM ${ROWS} WHERE initiated AND event_type = 'page_view' AND page IS NOT NULL GROUP BY 1
  ) AS viewed GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`;

const EVENT_TYPES = `
  SELECT event_type AS name, count(user_id)::int AS users, sum(events)::int AS events FROM (
    SELECT event_type, user_id, count(*) AS events FROM ${ROWS}
    WHERE event_type IN ('page_view', 'user_registration', 'user_login', 'premium_upgrade', 'share', 'follow', 'comment', 'like') GROUP BY 1, 2
  ) AS counted GROUP BY 1`;

export interface Path {
  readonly path: string[];
  readonly sessions: number;
  readonly total: number;
}

export function journeyOf(paths: readonly Path[]) {
  return {
    sessions: paths[0]?.total ?? 0,
    top_paths: paths.map(({ path, sessions }) => ({ pages: path, sessions })),
  };
}

/** The figures of the dashboard, asked one after the other. */
export async function rawDashboard(ask: Ask): Promise<Json> {
  const [journeys] = await ask<{ paths: Path[]; exits: { [name: string]: Json }[] }>(DASHBOARD_PATHS);
  const segments = await ask<{ segment: string; users: number; sessions: number }>(SEGMENTS);
  const hours = await ask<{ hour: number }>(PEAK_HOURS);
  const features = await ask<Named & { users: number; events: number }>(FEATURES);
  const content = await ask<Named & { views: number }>(CONTENT);
  const types = await ask<Named & { users: number; events: number }>(EVENT_TYPES);
  const active = segments.reduce((sum, { users }) => sum + users, 0);
  const sessions = segments.reduce((sum, own) => sum + own.sessions, 0);
  const typeOf = (name: string) => types.find((type) => type.name === name);
  return {
    user_segments: Object.fromEntries(segments.map(({ segment, users }) => [segment, users])),
    behavior_patterns: {
      peak_hours: hours.map(({ hour }) => hour),
      popular_features: ranked(features, 'users', 10).map(({ name, users }) => ({
        feature: name,
        users,
        share: (100 * users) / active,
      })),
      user_journey: journeyOf(journeys?.paths ?? []),
      drop_off_points: journeys?.exits ?? [],
    },
    engagement_analysis: {
      session_frequency: sessions / (active * (DAYS / 7)),
      feature_usage: Object.fromEntries(
        ranked(features, 'events', 50).map(({ name, events }) => [name, events]),
      ),
      content_consumption: Object.fromEntries(content.map(({ name, views }) => [name, views])),
      social_interactions: Object.fromEntries(
        ['share', 'follow', 'comment', 'like'].map((name) => [name, typeOf(name)?.events ?? 0]),
      ),
    },
    conversion_funnel: {
      visitors: typeOf('page_view')?.users ?? 0,
      registered: typeOf('user_registration')?.users ?? 0,
      active: typeOf('user_login')?.users ?? 0,
      premium: typeOf('premium_upgrade')?.users ?? 0,
    },
  };
}

interface Named {
  readonly name: string;
}

function ranked<Key extends string, T extends Named & Record<Key, number>>(
  rows: readonly T[],
  key: Key,
  limit: number,
): T[] {
  return rows
    .filter((row) => row[key] > 0)
    .toSorted((a, b) => b[key] - a[key] || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
}
