-- A prediction is scored once, when the session it is for has closed; what predictions were worth outlives them.
ALTER TABLE predictions
  ADD COLUMN base_date date,
  ADD COLUMN sessions integer,
  ADD COLUMN p_up double precision,
  ADD COLUMN scored_at timestamptz;
COMMENT ON COLUMN predictions."timestamp" IS 'The time of current_price; nothing later was known';
COMMENT ON COLUMN predictions.base_date IS 'Session of current_price';
COMMENT ON COLUMN predictions.sessions IS 'The forecast is for the close this many sessions of the symbol after base_date';
CREATE UNIQUE INDEX predictions_once
  ON predictions (symbol, prediction_type, horizon_hours, "timestamp", current_price);

-- Sums over scored predictions. Errors are of log returns; intervals and direction belong to the combined forecast only.
CREATE TABLE prediction_scores (
  model text NOT NULL,
  horizon_hours integer NOT NULL,
  simulated boolean NOT NULL,
  n bigint NOT NULL,
  inside_50 bigint NOT NULL,
  inside_80 bigint NOT NULL,
  inside_90 bigint NOT NULL,
  inside_95 bigint NOT NULL,
  absolute_error double precision NOT NULL,
  naive_absolute_error double precision NOT NULL,
  squared_error double precision NOT NULL,
  naive_squared_error double precision NOT NULL,
  brier double precision NOT NULL,
  base_brier double precision NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (model, horizon_hours, simulated)
);

-- Said and seen frequency of rises, by tenths of the said one.
CREATE TABLE prediction_calibration (
  horizon_hours integer NOT NULL,
  simulated boolean NOT NULL,
  bin smallint NOT NULL CHECK (bin BETWEEN 0 AND 9),
  n bigint NOT NULL,
  said double precision NOT NULL,
  rose bigint NOT NULL,
  PRIMARY KEY (horizon_hours, simulated, bin)
);
