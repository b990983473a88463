-- What an erasure takes out of a rollup is a row of negative counts: the view left those out and still showed the money.
-- And a day on which nobody paid has 0 paying users, not an unknown number.
CREATE OR REPLACE VIEW bi_revenue_metrics AS
SELECT
  (bucket AT TIME ZONE 'UTC')::date AS day,
  sum(amount_usd) AS total_revenue,
  sum(amount_usd - positive_usd) AS refunds,
  sum(amounts)::bigint AS revenue_events,
  sum(positive_amounts)::bigint AS purchases,
  coalesce((SELECT users FROM analytics_user_bitmaps
   WHERE kind = 'paying' AND grain = 'day' AND analytics_user_bitmaps.bucket = min(date_trunc('day', rollup.bucket, 'UTC'))), 0) AS paying_users
FROM analytics_event_rollup_15m AS rollup
WHERE amounts <> 0 AND event_type <> 'trade'
GROUP BY 1
HAVING sum(amounts) > 0;
