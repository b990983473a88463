import { type Static, type TSchema, Type } from 'typebox';
import { ANALYSIS_TYPES, OBJECTIVES } from './choices.ts';
import { CalendarDate, Instant } from './common.ts';
import { Symbol } from './market.ts';
import { OptimizationCertificate } from './portfolio.ts';

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Figure = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

/** One figure the engines found; `text` is how the prose shows it. */
export const AdvisorFact = Type.Object({
  id: Type.String(),
  label: Type.String(),
  value: Type.Union([Type.Number(), Type.String()], { description: 'Percentages in percent, money in USD' }),
  text: Type.String(),
  unit: Type.Enum(['usd', 'percent', 'number', 'count', 'date', 'text']),
  precision: Type.Integer({ description: 'Decimals shown' }),
  as_of: Nullable(CalendarDate),
  symbol: Nullable(Type.String({ description: 'The symbol or entity it is about' })),
  direction: Nullable(
    Type.Enum(['up', 'down', 'flat'], { description: 'Sign of a change or score, or the way it moves' }),
  ),
  compared: Nullable(
    Type.Object(
      { fact: Type.String(), side: Type.Enum(['above', 'below', 'at']) },
      { description: 'Where another fact stands against this level' },
    ),
  ),
  rank: Nullable(Type.Enum(['highest', 'lowest'])),
  readings: Type.Array(Type.String({ description: 'Adjectives that are true of it' })),
  source: Type.String({ description: 'Definition or address behind it' }),
});
export type AdvisorFact = Static<typeof AdvisorFact>;

/** What was to be told and cannot be known. */
export const MissingFact = Type.Object({ id: Type.String(), label: Type.String(), reason: Type.String() });

/** A paragraph in pieces; `fact` is the id of the fact a piece shows. Joined, the pieces are the text. */
export const Paragraph = Type.Object({
  parts: Type.Array(Type.Object({ text: Type.String(), fact: Nullable(Type.String()) })),
});
export type Paragraph = Static<typeof Paragraph>;

/** How far an answer is supported, and what that was made of. It is no probability of a gain. */
export const ConfidenceBasis = Type.Object({
  score: Type.Number({ minimum: 0, maximum: 1, description: 'Product of the parts that apply' }),
  level: Type.Enum(['high', 'medium', 'low']),
  parts: Type.Array(
    Type.Object({
      name: Type.Enum(['coverage', 'freshness', 'agreement', 'certificate']),
      value: Figure('0 to 1; null where the part does not apply'),
      meaning: Type.String(),
    }),
  ),
  documentation: Type.Literal('docs/models/advisor.md'),
});
export type ConfidenceBasis = Static<typeof ConfidenceBasis>;

/** Who wrote the text and how it was checked. Every digit of it is a fact's, whoever wrote the words. */
export const Writing = Type.Object({
  writer: Type.Enum(['model', 'template']),
  reason: Nullable(Type.String({ description: 'Why the template answered' })),
  attempts: Type.Integer({ description: 'Texts asked of a model' }),
  refusals: Type.Array(
    Type.Object({
      attempt: Type.Integer(),
      kind: Type.String(),
      quote: Type.String(),
      message: Type.String(),
    }),
  ),
  cost: Type.Number({ description: 'USD, billed for all attempts' }),
});
export type Writing = Static<typeof Writing>;

const Written = {
  text: Type.Array(Paragraph),
  facts: Type.Array(AdvisorFact),
  missing: Type.Array(MissingFact),
  model_used: Type.String({ description: 'A model, or local/… where the template answered' }),
  writing: Writing,
  confidence_basis: ConfidenceBasis,
  simulated: Type.Boolean({ description: 'Data are made up, or a simulated provider was asked' }),
  notes: Type.Array(Type.String()),
};

const AnalysisFields = {
  symbol: Symbol,
  timeframe: Type.Enum(['1d', '1w', '1m'], { description: 'Length of an indicator’s bar; 1m is a month' }),
  analysis_type: Type.Enum([...ANALYSIS_TYPES]),
  as_of: CalendarDate,
};

/** `POST /ai/analyze/market` takes its fields from the query string or from a JSON body; the body wins. */
export const MarketAnalysisQuery = Type.Partial(Type.Object(AnalysisFields), { additionalProperties: false });
export type MarketAnalysisQuery = Static<typeof MarketAnalysisQuery>;
export const MarketAnalysisBody = Type.Partial(Type.Object(AnalysisFields), {
  additionalProperties: false,
  default: {},
});

export const MarketAnalysisAnswer = Type.Object({
  symbol: Type.String(),
  name: Nullable(Type.String()),
  timeframe: Type.String(),
  analysis_type: Type.String(),
  analysis: Type.String({ description: 'The text as a whole' }),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  as_of: CalendarDate,
  timestamp: Instant,
  ...Written,
});
export type MarketAnalysisAnswer = Static<typeof MarketAnalysisAnswer>;

const Rate = Type.Number({ minimum: -1, maximum: 10 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** A position: how many shares, or which part of the whole. */
export const AdvisorHolding = Type.Object(
  {
    symbol: Symbol,
    quantity: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Fraction of the value' })),
  },
  { additionalProperties: true },
);

/** What may hold the optimiser back. Unknown fields are refused: a limit that is ignored is no limit. */
export const AdvisorConstraints = Type.Object(
  {
    min_weight: Type.Optional(Share),
    max_weight: Type.Optional(Share),
    bounds: Type.Optional(
      Type.Record(Type.String(), Type.Tuple([Nullable(Type.Number()), Nullable(Type.Number())])),
    ),
    sector_limits: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          { min: Type.Optional(Share), max: Type.Optional(Share) },
          { additionalProperties: false },
        ),
      ),
    ),
    max_turnover: Type.Optional(
      Type.Number({ minimum: 0, maximum: 2, description: 'Most Σ|change of weight|' }),
    ),
    target_return: Type.Optional(Rate),
    target_volatility: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10 })),
    risk_free_rate: Type.Optional(Rate),
  },
  { additionalProperties: false },
);

/** `POST /ai/optimize/portfolio` takes a free-form portfolio: fields not named here are not read, and the answer says so. */
export const PortfolioAdviceBody = Type.Object(
  {
    holdings: Type.Array(AdvisorHolding, { minItems: 1 }),
    objective: Type.Optional(Type.Enum([...OBJECTIVES])),
    constraints: Type.Optional(AdvisorConstraints),
    include_frontier: Type.Optional(Type.Boolean({ default: false })),
  },
  { additionalProperties: true },
);
export type PortfolioAdviceBody = Static<typeof PortfolioAdviceBody>;

/** Annual fractions; tails are of one day. */
export const PortfolioFigures = Type.Object({
  expected_return: Type.Number(),
  volatility: Type.Number(),
  sharpe: Figure('Above the risk-free rate'),
  var_95: Figure('One day'),
  cvar_95: Figure('One day'),
  max_drawdown: Figure('Of the weights held through the past'),
  effective_holdings: Type.Number(),
  largest_weight: Type.Number(),
});
export type PortfolioFigures = Static<typeof PortfolioFigures>;

export const PortfolioAdvice = Type.Object({
  portfolio_analysis: Type.String({ description: 'The text as a whole' }),
  optimization_timestamp: Instant,
  confidence: Type.Enum(['high', 'medium', 'low']),
  objective: Type.String(),
  value: Figure('USD; null where weights were given'),
  weights: Type.Array(
    Type.Object({
      symbol: Type.String(),
      name: Nullable(Type.String()),
      sector: Nullable(Type.String()),
      before: Type.Number(),
      after: Type.Number(),
      change: Type.Number(),
      risk_share_before: Figure('Part of the variance'),
      risk_share_after: Figure('Part of the variance'),
    }),
  ),
  before: PortfolioFigures,
  after: PortfolioFigures,
  turnover: Type.Number({ description: 'Half the sum of all changes of weight' }),
  certificate: OptimizationCertificate,
  frontier: Nullable(
    Type.Array(
      Type.Object({
        expected_return: Type.Number(),
        volatility: Type.Number(),
        weights: Type.Record(Type.String(), Type.Number()),
      }),
    ),
  ),
  ...Written,
});
export type PortfolioAdvice = Static<typeof PortfolioAdvice>;

export const NewsItem = Type.Object(
  {
    title: Type.String({ maxLength: 1_200_000 }),
    content: Type.Optional(Nullable(Type.String({ maxLength: 4_000_000 }))),
  },
  { additionalProperties: true },
);
export type NewsItem = Static<typeof NewsItem>;
export const NewsBody = Type.Array(NewsItem, { minItems: 1, maxItems: 1_000 });

const Label = Type.Enum(['positive', 'negative', 'neutral', 'mixed']);
const Score = Type.Number({ minimum: -1, maximum: 1, description: 'P(positive) − P(negative)' });

export const NewsReading = Type.Object({
  sentiment_analysis: Type.String({ description: 'The text as a whole' }),
  news_count: Type.Integer(),
  analysis_timestamp: Instant,
  overall: Type.Object({
    label: Nullable(Label),
    score: Nullable(Score),
    counts: Type.Object({
      positive: Type.Integer(),
      negative: Type.Integer(),
      neutral: Type.Integer(),
      mixed: Type.Integer(),
    }),
  }),
  items: Type.Array(
    Type.Object({
      index: Type.Integer(),
      title: Type.String({ description: 'What was read of it: visible characters, at most 300' }),
      label: Label,
      score: Score,
      probabilities: Type.Object({
        positive: Type.Number(),
        neutral: Type.Number(),
        negative: Type.Number(),
      }),
      entities: Type.Array(Type.Object({ name: Type.String(), label: Label, score: Score })),
      note: Nullable(Type.String()),
    }),
  ),
  entities: Type.Array(
    Type.Object({ name: Type.String(), label: Label, score: Score, mentions: Type.Integer() }),
  ),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  ...Written,
});
export type NewsReading = Static<typeof NewsReading>;

/** `event: progress` of a stream; `event: done` carries the answer, `event: error` a problem. */
export const AdvisorProgress = Type.Object({
  step: Type.Enum(['reading', 'computing', 'writing', 'checking', 'mending']),
  message: Type.String(),
});
export type AdvisorProgress = Static<typeof AdvisorProgress>;
