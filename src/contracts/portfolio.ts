import { type Static, type TSchema, Type } from 'typebox';

const OPTIMIZATION_METHODS = [
  'min_volatility',
  'max_sharpe',
  'max_quadratic_utility',
  'efficient_return',
  'efficient_risk',
  'efficient_frontier',
  'min_cvar',
  'cvar_efficient_return',
  'cvar_efficient_risk',
  'min_cdar',
  'cdar_efficient_return',
  'cdar_efficient_risk',
  'min_semivariance',
  'semivariance_max_quadratic_utility',
  'semivariance_efficient_return',
  'semivariance_efficient_risk',
  'hrp',
  'risk_parity',
] as const;

const Side = Type.Union([Type.Number(), Type.Null()]);
const Bound = Type.Tuple([Side, Side], { description: 'Least and most weight; null is open' });
const Weights = Type.Record(Type.String(), Type.Number(), { description: 'Symbol → fraction of the value' });

const View = Type.Object(
  {
    assets: Type.Record(Type.String(), Type.Number(), {
      description: 'Symbol → weight: {"AAPL": 1} or {"AAPL": 1, "GE": -1}',
    }),
    return: Type.Number({ description: 'Expected annual return of that combination' }),
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
);

/** A portfolio to find. Rates are annual fractions, tail risks daily fractions. */
export const OptimizationProblem = Type.Object(
  {
    method: Type.Enum([...OPTIMIZATION_METHODS]),
    symbols: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    start_date: Type.Optional(Type.String({ format: 'date' })),
    end_date: Type.Optional(Type.String({ format: 'date' })),
    risk_free_rate: Type.Optional(Type.Number({ description: 'Annual; 0.02 unless given' })),
    expected_returns: Type.Optional(
      Type.Union([
        Type.String({ pattern: '^(mean|capm|ema(\\(span=\\d+\\))?)$' }),
        Type.Record(Type.String(), Type.Number()),
      ]),
    ),
    mean_return_from: Type.Optional(Type.Enum(['all rows', 'complete rows'])),
    cov: Type.Optional(
      Type.String({
        pattern:
          '^(sample|oas|semicovariance|exp_cov(\\(span=\\d+\\))?|ledoit_wolf(\\((constant_variance|single_factor|constant_correlation)\\))?)$',
      }),
    ),
    views: Type.Optional(Type.Array(View, { description: 'Black–Litterman views' })),
    tau: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    market_weights: Type.Optional(Weights),
    bounds: Type.Optional(Type.Union([Bound, Type.Record(Type.String(), Bound)])),
    market_neutral: Type.Optional(Type.Boolean()),
    sectors: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Symbol → sector' })),
    sector_limits: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          { min: Type.Optional(Type.Number()), max: Type.Optional(Type.Number()) },
          { additionalProperties: false },
        ),
      ),
    ),
    current_weights: Type.Optional(Weights),
    max_turnover: Type.Optional(Type.Number({ minimum: 0, description: 'Most Σ|change of weight|' })),
    trading_cost: Type.Optional(
      Type.Union([Type.Number({ minimum: 0 }), Type.Record(Type.String(), Type.Number({ minimum: 0 }))], {
        description: 'Cost per traded value, as a fraction',
      }),
    ),
    max_assets: Type.Optional(Type.Integer({ minimum: 1, description: 'With CVaR and CDaR' })),
    min_weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    l2_gamma: Type.Optional(Type.Number({ minimum: 0 })),
    risk_aversion: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    target_return: Type.Optional(Type.Number()),
    target_volatility: Type.Optional(Type.Number()),
    target_semideviation: Type.Optional(Type.Number()),
    beta: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
    target_cvar: Type.Optional(Type.Number()),
    target_cdar: Type.Optional(Type.Number()),
    risk_budgets: Type.Optional(Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 }))),
    points: Type.Optional(Type.Integer({ minimum: 2, maximum: 200 })),
  },
  { additionalProperties: false },
);
export type OptimizationProblem = Static<typeof OptimizationProblem>;

export const OptimizationCertificate = Type.Object({
  kind: Type.Enum(['optimality', 'construction']),
  kkt: Type.Number(),
  gap: Type.Number(),
  primal_residual: Type.Number(),
  dual_residual: Type.Number(),
});
export type OptimizationCertificate = Static<typeof OptimizationCertificate>;

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

const FrontierPoint = Type.Object({
  expected_return: Type.Number(),
  risk: Type.Number(),
  sharpe: Nullable(Type.Number()),
  weights: Weights,
});

/** What was found, or why nothing was. Everything but `status` and `reason` is null where there is no answer. */
export const OptimizationResult = Type.Object({
  status: Type.Enum(['optimal', 'infeasible', 'unbounded', 'unresolved', 'invalid']),
  method: Type.Union([Type.String(), Type.Null()]),
  weights: Type.Union([Weights, Type.Null()]),
  expected_return: Nullable(Type.Number()),
  risk: Nullable(Type.Number()),
  risk_measure: Type.Union([Type.String(), Type.Null()]),
  volatility: Nullable(Type.Number()),
  sharpe: Nullable(Type.Number()),
  sortino: Nullable(Type.Number()),
  turnover: Nullable(Type.Number()),
  trading_cost: Nullable(Type.Number()),
  frontier: Type.Union([Type.Array(FrontierPoint), Type.Null()]),
  certificate: Type.Union([OptimizationCertificate, Type.Null()]),
  observations: Nullable(Type.Integer()),
  reason: Type.Union([Type.String(), Type.Null()]),
  conflict: Type.Union([Type.Array(Type.String()), Type.Null()]),
  warnings: Type.Array(Type.String()),
});
export type OptimizationResult = Static<typeof OptimizationResult>;

const StockSymbol = Type.String({ pattern: '^[A-Z0-9.^=-]{1,20}$' });

/** Shares bought at one time. Without a cost or a date, gains cannot be told. */
export const LotInput = Type.Object(
  {
    symbol: StockSymbol,
    quantity: Type.Number({ exclusiveMinimum: 0 }),
    cost_per_share: Type.Optional(Nullable(Type.Number({ minimum: 0 }))),
    acquired_on: Type.Optional(Nullable(Type.String({ format: 'date' }))),
  },
  { additionalProperties: false },
);
export type LotInput = Static<typeof LotInput>;

const PortfolioName = Type.String({ minLength: 1, maxLength: 100 });

export const PortfolioInput = Type.Object(
  {
    name: PortfolioName,
    cash: Type.Number({ minimum: 0, default: 0 }),
    lots: Type.Array(LotInput, { maxItems: 10_000, default: [] }),
  },
  { additionalProperties: false },
);

export const PortfolioChange = Type.Object(
  { name: Type.Optional(PortfolioName), cash: Type.Optional(Type.Number({ minimum: 0 })) },
  { additionalProperties: false },
);

export const HoldingsImport = Type.Object(
  {
    csv: Type.String({ minLength: 1, description: 'Columns symbol, quantity, cost_per_share, acquired_on' }),
  },
  { additionalProperties: false },
);

export const PortfolioParams = Type.Object({ id: Type.String({ format: 'uuid' }) });
export const LotParams = Type.Object({
  id: Type.String({ format: 'uuid' }),
  lot_id: Type.String({ format: 'uuid' }),
});

export const Lot = Type.Object({
  id: Type.String(),
  symbol: Type.String(),
  quantity: Type.Number(),
  cost_per_share: Nullable(Type.Number()),
  acquired_on: Nullable(Type.String()),
});

/** All lots of a symbol. Money in USD; what needs a price or a cost that is not known is null. */
export const Holding = Type.Object({
  symbol: Type.String(),
  quantity: Type.Number(),
  price: Nullable(Type.Number()),
  price_as_of: Nullable(Type.String()),
  value: Nullable(Type.Number()),
  weight: Nullable(Type.Number()),
  cost: Nullable(Type.Number()),
  profit_loss: Nullable(Type.Number()),
});
export type Holding = Static<typeof Holding>;

export const PortfolioSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  cash: Type.Number(),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type PortfolioSummary = Static<typeof PortfolioSummary>;

export const PortfolioDetail = Type.Object({
  ...PortfolioSummary.properties,
  value: Nullable(Type.Number()),
  profit_loss: Nullable(Type.Number()),
  holdings: Type.Array(Holding),
  lots: Type.Array(Lot),
  unpriced: Type.Array(Type.String(), { description: 'Symbols without any market price' }),
  simulated: Type.Boolean(),
});
export type PortfolioDetail = Static<typeof PortfolioDetail>;

export const RiskQuery = Type.Object({
  days: Type.Integer({ minimum: 60, maximum: 5_000, default: 756, description: 'Sessions looked back' }),
});

export const PortfolioRisk = Type.Object({
  observations: Type.Integer(),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  volatility: Nullable(Type.Number()),
  var_95: Nullable(Type.Number()),
  cvar_95: Nullable(Type.Number()),
  max_drawdown: Nullable(Type.Number()),
  beta: Nullable(Type.Number()),
  contributions: Type.Array(
    Type.Object({
      symbol: Type.String(),
      weight: Type.Number(),
      marginal: Type.Number(),
      share: Type.Number(),
    }),
  ),
  concentration: Type.Object({
    herfindahl: Type.Number(),
    effective_assets: Type.Number(),
    largest: Type.Number(),
  }),
  reason: Nullable(Type.String()),
  simulated: Type.Boolean(),
});
export type PortfolioRisk = Static<typeof PortfolioRisk>;

export const RebalanceRequest = Type.Object(
  {
    target_weights: Type.Optional(Weights),
    problem: Type.Optional(OptimizationProblem),
    lot_size: Type.Number({ exclusiveMinimum: 0, default: 1 }),
    cost_rate: Type.Number({ minimum: 0, maximum: 0.2, default: 0.0005 }),
    lot_method: Type.Enum(['hifo', 'fifo', 'lifo'], { default: 'hifo' }),
    short_term_tax_rate: Type.Number({ minimum: 0, maximum: 1, default: 0.35 }),
    long_term_tax_rate: Type.Number({ minimum: 0, maximum: 1, default: 0.15 }),
  },
  { additionalProperties: false },
);

export const RebalanceAnswer = Type.Object({
  trades: Type.Array(
    Type.Object({
      symbol: Type.String(),
      side: Type.Enum(['buy', 'sell']),
      quantity: Type.Number(),
      price: Type.Number(),
      value: Type.Number(),
      cost: Type.Number(),
      lots: Type.Array(
        Type.Object({
          lot_id: Type.String(),
          quantity: Type.Number(),
          gain: Nullable(Type.Number()),
          term: Type.Enum(['long', 'short', 'unknown']),
        }),
      ),
    }),
  ),
  cash: Type.Number(),
  costs: Type.Number(),
  realised_gain: Type.Number(),
  tax: Type.Number(),
  turnover: Type.Number(),
  weights: Weights,
  drift: Type.Number(),
  optimization: Type.Union([OptimizationResult, Type.Null()]),
  simulated: Type.Boolean(),
});
export type RebalanceAnswer = Static<typeof RebalanceAnswer>;
