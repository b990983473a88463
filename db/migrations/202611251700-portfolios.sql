-- A portfolio is cash and tax lots; holdings are the lots of a symbol added up.
CREATE TABLE portfolios (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner text NOT NULL,
  name text NOT NULL,
  cash double precision NOT NULL DEFAULT 0 CHECK (cash >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner, name)
);

CREATE TABLE portfolio_lots (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  portfolio_id uuid NOT NULL REFERENCES portfolios ON DELETE CASCADE,
  symbol text NOT NULL,
  quantity double precision NOT NULL CHECK (quantity > 0),
  cost_per_share double precision CHECK (cost_per_share >= 0),
  acquired_on date,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX portfolio_lots_portfolio ON portfolio_lots (portfolio_id, symbol);
