-- Journeys know what properties their events have, so that no analysis looks for rows. They are packed anew.
TRUNCATE analytics_journeys, analytics_event_signatures;
ALTER SEQUENCE analytics_signature_key_seq RESTART;
ALTER TABLE analytics_journeys ADD property_directory jsonb NOT NULL, ADD properties bytea NOT NULL;
ALTER TABLE analytics_journeys ALTER properties SET STORAGE EXTERNAL;
COMMENT ON COLUMN analytics_journeys.properties IS 'Events by property, a section for each name: see src/analytics/journeys/part-properties.ts';
COMMENT ON COLUMN analytics_journeys.property_directory IS 'By name, where its section of properties begins and how many bytes it has';

INSERT INTO analytics_journey_backlog
SELECT day, sum(row_count), (SELECT (last_value + 1) * 16384 FROM analytics_batch_seq) FROM (
  SELECT ("timestamp" AT TIME ZONE 'UTC')::date AS day, count(*) AS row_count FROM analytics_events GROUP BY 1
  UNION ALL
  SELECT ("timestamp" AT TIME ZONE 'UTC')::date, count(*) FROM user_behavior GROUP BY 1
) AS days GROUP BY day
ON CONFLICT (day) DO UPDATE SET row_count = excluded.row_count, before_id = excluded.before_id;
