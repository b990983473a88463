/**
 * Events of known users in [$1, $2) from both tables in one shape, as SQL: `at` in epoch milliseconds, `page` and `feature`
 * those of a signature.
 */
export const BEHAVIOR_ROWS = `
  SELECT user_id COLLATE "C" AS user_id, (extract(epoch FROM "timestamp") * 1000)::bigint AS at, created_at, id, event_type, properties ->> 'page' AS page,
    properties ->> 'feature' AS feature, properties
  FROM analytics_events WHERE user_id IS NOT NULL AND "timestamp" >= $1 AND "timestamp" < $2
  UNION ALL
  SELECT user_id COLLATE "C", (extract(epoch FROM "timestamp") * 1000)::bigint, created_at, id, event_type, coalesce(page, properties ->> 'page'),
    properties ->> 'feature', properties
  FROM user_behavior WHERE "timestamp" >= $1 AND "timestamp" < $2`;
