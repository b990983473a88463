-- Streams of the anomaly detector: what it remembers of each, and up to where it has judged.
CREATE TABLE anomaly_streams (
  series text PRIMARY KEY,
  source text NOT NULL CHECK (source IN ('market', 'metric')),
  kind text NOT NULL,
  name text NOT NULL,
  labels jsonb NOT NULL DEFAULT '{}',
  state bytea NOT NULL,
  points bigint NOT NULL,
  judged_at timestamptz NOT NULL,
  judged_id bigint NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX anomaly_streams_name ON anomaly_streams (source, kind, name);
COMMENT ON TABLE anomaly_streams IS 'One detector a series; judged_at and judged_id are those of the last value it has seen';

ALTER TABLE anomalies
  ADD COLUMN series text,
  ADD COLUMN labels jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN detector text,
  ADD COLUMN value_id bigint,
  ADD COLUMN is_told boolean NOT NULL DEFAULT true,
  ADD COLUMN feedback text CHECK (feedback IN ('expected', 'not_expected')),
  ADD COLUMN feedback_by text,
  ADD COLUMN feedback_at timestamptz,
  ADD COLUMN is_feedback_learnt boolean NOT NULL DEFAULT true;
CREATE UNIQUE INDEX anomalies_value ON anomalies (series, "timestamp", value_id);
CREATE INDEX anomalies_time ON anomalies ("timestamp" DESC, id DESC);
CREATE INDEX anomalies_untold ON anomalies (id) WHERE NOT is_told;
CREATE INDEX anomalies_unlearnt ON anomalies (id) WHERE NOT is_feedback_learnt;
COMMENT ON COLUMN anomalies.value_id IS 'The judged value''s row; with series and time it keeps a value from being reported twice';
COMMENT ON COLUMN anomalies.is_feedback_learnt IS 'False until the detector of the series has learnt what a person said';
