-- What actors did, packed for analyses that read every event of a period: funnels, paths, the dashboard of users.

-- What events look like to these analyses; equal events share one signature, which lives as long as events refer to it.
CREATE SEQUENCE analytics_signature_key_seq AS integer;
CREATE TABLE analytics_event_signatures (
  signature_key integer PRIMARY KEY,
  digest bytea NOT NULL UNIQUE,
  event_type text NOT NULL,
  page text,
  feature text,
  level text,
  initiated boolean NOT NULL,
  events bigint NOT NULL
);
ALTER SEQUENCE analytics_signature_key_seq OWNED BY analytics_event_signatures.signature_key;
COMMENT ON COLUMN analytics_event_signatures.digest IS 'SHA-256 of the rest: a page may be longer than an index takes';

-- A round of deriving adds a part for each slice of actors and UTC day; when enough of one level lie there they are made one.
CREATE TABLE analytics_journeys (
  slice integer NOT NULL,
  day date NOT NULL,
  part bigint GENERATED ALWAYS AS IDENTITY,
  level smallint NOT NULL,
  last_at timestamptz NOT NULL,
  events bytea NOT NULL,
  PRIMARY KEY (slice, day, part)
);
ALTER TABLE analytics_journeys ALTER events SET STORAGE EXTERNAL;
CREATE INDEX analytics_journeys_day ON analytics_journeys (day);
COMMENT ON COLUMN analytics_journeys.events IS 'By actor, then time: see src/analytics/journeys/journey-part.ts';

-- Days whose events were derived before there were journeys; a worker packs them, those of batches still queued left out.
CREATE TABLE analytics_journey_backlog (
  day date PRIMARY KEY,
  row_count bigint NOT NULL,
  before_id bigint NOT NULL
);
INSERT INTO analytics_journey_backlog
SELECT day, sum(row_count), (SELECT (last_value + 1) * 16384 FROM analytics_batch_seq) FROM (
  SELECT ("timestamp" AT TIME ZONE 'UTC')::date AS day, count(*) AS row_count FROM analytics_events GROUP BY 1
  UNION ALL
  SELECT ("timestamp" AT TIME ZONE 'UTC')::date, count(*) FROM user_behavior GROUP BY 1
) AS days GROUP BY day;
