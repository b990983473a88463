-- One memory for every POST that writes, in place of the one that only ingest had.
DROP TABLE analytics_idempotency;

CREATE TABLE idempotency_keys (
  key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  request bytea NOT NULL CHECK (octet_length(request) = 32),
  first_at timestamptz NOT NULL,
  running_until timestamptz NOT NULL,
  status smallint,
  content_type text,
  body bytea
);
CREATE INDEX idempotency_keys_time ON idempotency_keys (first_at);
COMMENT ON COLUMN idempotency_keys.key IS 'SHA-256 of the caller and the Idempotency-Key';
COMMENT ON COLUMN idempotency_keys.request IS 'SHA-256 of method, address and body';
COMMENT ON COLUMN idempotency_keys.status IS 'NULL while the first request runs, and where it came to no answer that lasts';
COMMENT ON COLUMN idempotency_keys.body IS 'Sealed with the Idempotency-Key itself, which is stored nowhere: an answer may hold a secret';
