-- The AI gateway's memory: requests, hourly rollups, feedback, kill switches and budgets.

-- One row a request, well or not: the bill, and the decision that led to it.
CREATE TABLE ai_requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id text COLLATE "C" NOT NULL,
  "timestamp" timestamptz NOT NULL,
  surface text NOT NULL,
  request_type text NOT NULL,
  principal_id text NOT NULL,
  user_id text,
  outcome text NOT NULL CHECK (outcome IN ('success', 'failure')),
  error_code text,
  model text,
  provider text,
  cost_usd numeric(18, 12) NOT NULL,
  reference_cost_usd numeric(18, 12),
  latency_ms double precision NOT NULL,
  first_token_ms double precision,
  cache text NOT NULL,
  simulated boolean NOT NULL,
  usage jsonb,
  attempts jsonb NOT NULL,
  decision jsonb
);
CREATE INDEX ai_requests_request ON ai_requests (request_id);
CREATE INDEX ai_requests_timestamp ON ai_requests ("timestamp" DESC);

-- Upstream calls by hour; histograms have the router's 96 logarithmic buckets.
CREATE TABLE ai_model_hours (
  hour timestamptz NOT NULL,
  model text NOT NULL,
  request_type text NOT NULL,
  calls bigint NOT NULL,
  successes bigint NOT NULL,
  errors jsonb NOT NULL,
  latency_ms_sum double precision NOT NULL,
  latency_histogram double precision[] NOT NULL,
  first_token_histogram double precision[] NOT NULL,
  cost_usd numeric(18, 12) NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  simulated boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (hour, model, request_type, simulated)
);

CREATE TABLE ai_feedback (
  request_id text COLLATE "C" NOT NULL,
  principal_id text NOT NULL,
  model text NOT NULL,
  request_type text NOT NULL,
  rating double precision NOT NULL CHECK (rating BETWEEN 0 AND 1),
  comment text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (request_id, principal_id)
);

CREATE TABLE ai_kill_switches (
  target text NOT NULL CHECK (target IN ('provider', 'model', 'key', 'all')),
  name text NOT NULL,
  reason text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (target, name)
);

-- Subject '' is the platform, '*' each key or user that has no budget of its own. Money is whole nanodollars.
CREATE TABLE ai_budgets (
  scope text NOT NULL CHECK (scope IN ('global', 'key', 'user')),
  subject text NOT NULL,
  span text NOT NULL CHECK (span IN ('request', 'day', 'month')),
  limit_nano bigint NOT NULL CHECK (limit_nano >= 0),
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, subject, span)
);

-- leased = what running processes hold; written_off = what processes that died held, counted as spent.
CREATE TABLE ai_budget_periods (
  scope text NOT NULL,
  subject text NOT NULL,
  span text NOT NULL CHECK (span IN ('day', 'month')),
  period_start date NOT NULL,
  spent_nano bigint NOT NULL DEFAULT 0,
  leased_nano bigint NOT NULL DEFAULT 0,
  written_off_nano bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (scope, subject, span, period_start)
) WITH (fillfactor = 50);

CREATE TABLE ai_budget_leases (
  holder uuid NOT NULL,
  scope text NOT NULL,
  subject text NOT NULL,
  span text NOT NULL,
  period_start date NOT NULL,
  granted_nano bigint NOT NULL CHECK (granted_nano >= 0),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (holder, scope, subject, span, period_start)
) WITH (fillfactor = 50);

-- Moves money from the account to a process: at least need, at most want, and never more than an eighth of what is
-- left beyond need, so that the last of a budget is not held by one process alone. No row: the budget is gone.
CREATE FUNCTION ai_budget_lease(
  p_holder uuid, p_scope text, p_subject text, p_span text, p_start date, p_need bigint, p_want bigint, p_seconds int
) RETURNS TABLE (granted_nano bigint, limit_nano bigint, spent_nano bigint, leased_nano bigint, written_off_nano bigint)
LANGUAGE plpgsql AS $$
DECLARE
  account ai_budget_periods;
  cap bigint;
  remaining bigint;
  amount bigint := 0;
BEGIN
  SELECT b.limit_nano INTO cap FROM ai_budgets b
  WHERE b.scope = p_scope AND b.subject IN (p_subject, '*') AND b.span = p_span ORDER BY b.subject = '*' LIMIT 1;
  IF cap IS NULL THEN RETURN; END IF;
  INSERT INTO ai_budget_periods (scope, subject, span, period_start)
  VALUES (p_scope, p_subject, p_span, p_start) ON CONFLICT DO NOTHING;
  SELECT * INTO account FROM ai_budget_periods p
  WHERE p.scope = p_scope AND p.subject = p_subject AND p.span = p_span AND p.period_start = p_start FOR UPDATE;
  remaining := cap - account.spent_nano - account.leased_nano - account.written_off_nano;
  IF remaining >= p_need THEN
    amount := LEAST(p_want, p_need + (remaining - p_need) / 8);
    UPDATE ai_budget_periods p SET leased_nano = p.leased_nano + amount
    WHERE p.scope = p_scope AND p.subject = p_subject AND p.span = p_span AND p.period_start = p_start;
    INSERT INTO ai_budget_leases AS l (holder, scope, subject, span, period_start, granted_nano, expires_at)
    VALUES (p_holder, p_scope, p_subject, p_span, p_start, amount, clock_timestamp() + make_interval(secs => p_seconds))
    ON CONFLICT (holder, scope, subject, span, period_start) DO UPDATE
    SET granted_nano = l.granted_nano + excluded.granted_nano, expires_at = excluded.expires_at;
  END IF;
  RETURN QUERY SELECT amount, cap, account.spent_nano, account.leased_nano + amount, account.written_off_nano;
END $$;

-- Books what a process spent and takes back what it returns. False where its lease had run out: then the money was
-- written off already, and only what was really spent moves from there.
CREATE FUNCTION ai_budget_settle(
  p_holder uuid, p_scope text, p_subject text, p_span text, p_start date, p_settled bigint, p_returned bigint, p_seconds int
) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  held bigint;
  taken bigint;
BEGIN
  PERFORM 1 FROM ai_budget_periods p
  WHERE p.scope = p_scope AND p.subject = p_subject AND p.span = p_span AND p.period_start = p_start FOR UPDATE;
  SELECT l.granted_nano INTO held FROM ai_budget_leases l
  WHERE l.holder = p_holder AND l.scope = p_scope AND l.subject = p_subject AND l.span = p_span AND l.period_start = p_start;
  IF held IS NULL THEN
    UPDATE ai_budget_periods p
    SET spent_nano = p.spent_nano + p_settled, written_off_nano = GREATEST(0, p.written_off_nano - p_settled)
    WHERE p.scope = p_scope AND p.subject = p_subject AND p.span = p_span AND p.period_start = p_start;
    RETURN false;
  END IF;
  taken := LEAST(held, p_settled + p_returned);
  UPDATE ai_budget_leases l
  SET granted_nano = held - taken, expires_at = clock_timestamp() + make_interval(secs => p_seconds)
  WHERE l.holder = p_holder AND l.scope = p_scope AND l.subject = p_subject AND l.span = p_span AND l.period_start = p_start;
  UPDATE ai_budget_periods p SET spent_nano = p.spent_nano + p_settled, leased_nano = p.leased_nano - taken
  WHERE p.scope = p_scope AND p.subject = p_subject AND p.span = p_span AND p.period_start = p_start;
  RETURN true;
END $$;

-- What the leases of dead processes held counts as spent: nobody knows what they still bought with it.
CREATE FUNCTION ai_budget_write_off() RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  account ai_budget_periods;
  lost bigint;
  leases int := 0;
BEGIN
  FOR account IN
    SELECT p.* FROM ai_budget_periods p
    WHERE EXISTS (
      SELECT 1 FROM ai_budget_leases l
      WHERE l.expires_at < clock_timestamp()
        AND (l.scope, l.subject, l.span, l.period_start) = (p.scope, p.subject, p.span, p.period_start)
    )
    ORDER BY p.scope, p.subject, p.span, p.period_start FOR UPDATE
  LOOP
    WITH gone AS (
      DELETE FROM ai_budget_leases l
      WHERE l.expires_at < clock_timestamp() AND (l.scope, l.subject, l.span, l.period_start)
        = (account.scope, account.subject, account.span, account.period_start)
      RETURNING l.granted_nano
    )
    SELECT coalesce(sum(granted_nano), 0), leases + count(*) INTO lost, leases FROM gone;
    UPDATE ai_budget_periods p
    SET leased_nano = p.leased_nano - lost, written_off_nano = p.written_off_nano + lost
    WHERE (p.scope, p.subject, p.span, p.period_start)
      = (account.scope, account.subject, account.span, account.period_start);
  END LOOP;
  RETURN leases;
END $$;
