-- A refused delivery waits by itself; a webhook that refuses several in a row rests as a whole until then.
ALTER TABLE alert_webhooks
  ADD COLUMN failures integer NOT NULL DEFAULT 0,
  ADD COLUMN resume_at timestamptz;
ALTER TABLE alert_deliveries
  ADD COLUMN last_attempt_at timestamptz,
  ADD COLUMN response_status integer,
  -- When a person had it sent again; it is then tried for as long as a new one.
  ADD COLUMN redelivered_at timestamptz;
DROP INDEX alert_deliveries_waiting;
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (webhook_id, attempts, place)
  WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX alert_deliveries_recent ON alert_deliveries (webhook_id, place DESC);
