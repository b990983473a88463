/**
 * Rows of both tables of events in one shape, as SQL: events of [$1, $2). `user_id` is NULL for unknown visitors, `actor`
 * is whom a session belongs to, `initiated` says whether a user caused the event.
 */
export const BEHAVIOR_ROWS = `
  SELECT user_id COLLATE "C" AS user_id, coalesce(user_id, '~' || session_id) COLLATE "C" AS actor, "timestamp" AS at, id,
    event_type, (properties ->> 'page') COLLATE "C" AS page, (properties ->> 'feature') COLLATE "C" AS feature, properties,
    coalesce(properties ->> 'experience_level', context ->> 'experience_level') AS level,
    (context -> 'user_initiated') IS DISTINCT FROM 'false'::jsonb AS initiated
  FROM analytics_events WHERE "timestamp" >= $1 AND "timestamp" < $2
  UNION ALL
  SELECT user_id COLLATE "C", user_id COLLATE "C", "timestamp", id,
    event_type, coalesce(page, properties ->> 'page') COLLATE "C", (properties ->> 'feature') COLLATE "C", properties,
    properties ->> 'experience_level', true
  FROM user_behavior WHERE "timestamp" >= $1 AND "timestamp" < $2`;
