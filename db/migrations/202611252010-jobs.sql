-- Recurring work. A job is known since a worker first saw it; only what fell due after that can have been missed.
CREATE TABLE jobs (
  name text PRIMARY KEY,
  known_since timestamptz NOT NULL
);

CREATE TABLE job_runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job text NOT NULL,
  due_at timestamptz,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  attempts int NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('running', 'success', 'failure')),
  report jsonb,
  summary text,
  UNIQUE (job, due_at)
);
CREATE INDEX job_runs_latest ON job_runs (job, started_at DESC);
COMMENT ON COLUMN job_runs.due_at IS 'NULL where it was run by hand';
COMMENT ON COLUMN job_runs.summary IS 'The report as text, or why there is none';

-- What AI requests cost, of those whose rows are past their retention. Model '' is where nobody answered.
CREATE TABLE ai_spend_days (
  day date NOT NULL,
  model text NOT NULL,
  simulated boolean NOT NULL,
  requests bigint NOT NULL,
  cache_hits bigint NOT NULL,
  cost_usd numeric(18, 12) NOT NULL,
  reference_cost_usd numeric(18, 12) NOT NULL,
  PRIMARY KEY (day, model, simulated)
);
