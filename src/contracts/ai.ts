import { type Static, Type } from 'typebox';
import { REQUEST_TYPES, STRATEGIES } from './choices.ts';
import { Instant, Problem } from './common.ts';

export const RequestType = Type.Enum([...REQUEST_TYPES]);
export type RequestType = Static<typeof RequestType>;

export const Strategy = Type.Enum([...STRATEGIES], {
  description: 'What to favour among the models that can answer; balanced unless told',
});
export type Strategy = Static<typeof Strategy>;

export const MAX_PROMPT_CHARACTERS = 4_000_000;

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One earlier turn of the conversation, oldest first. */
export const HistoryTurn = Type.Object(
  { role: Type.Enum(['user', 'assistant']), content: Type.String() },
  { additionalProperties: false },
);

/** What the router may read beside the prompt. Unknown keys are facts and reach the model as such. */
export const RouteContext = Type.Object(
  {
    has_images: Type.Optional(Type.Boolean({ description: 'Only models with vision may answer' })),
    images: Type.Optional(
      Type.Array(Type.String({ description: 'https: or data: URL of an image' }), { maxItems: 16 }),
    ),
    system: Type.Optional(Type.String({ description: 'Instruction that outranks everything else' })),
    history: Type.Optional(Type.Array(HistoryTurn, { maxItems: 1_000 })),
  },
  { additionalProperties: true },
);
export type RouteContext = Static<typeof RouteContext>;

/** What `POST /ai/route` takes. */
export const RouteRequestBody = Type.Object(
  {
    request_type: RequestType,
    prompt: Type.String({ minLength: 1, maxLength: MAX_PROMPT_CHARACTERS }),
    context: Type.Optional(RouteContext),
    max_tokens: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Longest answer, in tokens' }),
    ),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    model_preference: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'Asked first, by name or alias of GET /ai/models; others stand by',
      }),
    ),
    budget_limit: Type.Optional(
      Type.Number({ minimum: 0, description: 'The most this request may cost, USD' }),
    ),
    timeout_seconds: Type.Optional(Type.Number({ minimum: 5, maximum: 120, default: 30 })),
    strategy: Type.Optional(Strategy),
    min_quality: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'Lowest acceptable share of the best quality, e.g. 0.99',
      }),
    ),
    allowed_providers: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: 16,
        description: 'Data policy: only these providers may see the prompt',
      }),
    ),
    response_schema: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'JSON Schema the answer must match' }),
    ),
    user: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'End user, for per-user budgets' }),
    ),
    stream: Type.Optional(Type.Boolean({ description: 'Answer as server-sent events' })),
    dry_run: Type.Optional(Type.Boolean({ description: 'Decide and explain, but call nobody' })),
    cache: Type.Optional(
      Type.Boolean({ description: 'Take an earlier answer to the same request; true unless told' }),
    ),
  },
  { additionalProperties: false },
);
export type RouteRequestBody = Static<typeof RouteRequestBody>;

/** One model as the decision saw it: either ranked with its figures, or rejected with the reason. */
export const Candidate = Type.Object({
  model: Type.String(),
  provider: Type.String(),
  rejected: nullable(Type.String({ description: 'Why it could not answer; null where it could' })),
  utility: nullable(Type.Number({ description: 'What the ranking sorts by' })),
  quality: nullable(Type.Number({ description: 'Probability of a good answer, 0 to 1' })),
  expected_cost_usd: nullable(Type.Number()),
  worst_cost_usd: nullable(Type.Number({ description: 'With every permitted output token used' })),
  expected_latency_ms: nullable(Type.Number()),
  reliability: nullable(Type.Number({ description: 'Lower bound of the success rate, 0 to 1' })),
});
export type Candidate = Static<typeof Candidate>;

export const Decision = Type.Object({
  strategy: Strategy,
  chosen: nullable(Type.String()),
  reasons: Type.Array(Type.String()),
  candidates: Type.Array(Candidate),
  decided_in_us: Type.Number({ description: 'Time the decision took, microseconds' }),
});
export type Decision = Static<typeof Decision>;

export const Usage = Type.Object({
  input_tokens: Type.Integer(),
  cached_input_tokens: Type.Integer(),
  cache_write_tokens: Type.Integer(),
  output_tokens: Type.Integer({ description: 'Including reasoning' }),
  reasoning_tokens: Type.Integer(),
  reported: Type.Boolean({ description: 'False where the provider sent no usage and it was counted here' }),
});
export type Usage = Static<typeof Usage>;

/** One upstream call made for a request. */
export const AttemptReport = Type.Object({
  model: Type.String(),
  provider: Type.String(),
  outcome: Type.String({ description: '`success`, or the kind of failure' }),
  detail: nullable(Type.String()),
  latency_ms: Type.Number(),
  cost_usd: Type.Number(),
  hedge: Type.Boolean(),
});
export type AttemptReport = Static<typeof AttemptReport>;

export const ContextReport = Type.Object({
  template: Type.String({ description: 'Prompt template and version, e.g. market_analysis@1' }),
  window_tokens: Type.Integer(),
  budget_tokens: Type.Integer({ description: 'Tokens left for the prompt after the answer' }),
  used_tokens: Type.Integer(),
  counted: Type.Enum(['bound', 'tokenizer']),
  trimmed: Type.Array(Type.Object({ part: Type.String(), kept: Type.Integer(), dropped: Type.Integer() })),
});
export type ContextReport = Static<typeof ContextReport>;

export const RouteMetadata = Type.Object({
  provider: nullable(Type.String()),
  request_type: RequestType,
  simulated: Type.Boolean({ description: 'The answer came from the provider simulator' }),
  cache: Type.Enum(['miss', 'hit', 'shared', 'off']),
  finish_reason: nullable(Type.String()),
  truncated: Type.Boolean({ description: 'The answer stopped at max_tokens' }),
  time_to_first_token_ms: nullable(Type.Number()),
  alias: nullable(Type.Object({ requested: Type.String(), model: Type.String(), reason: Type.String() })),
  usage: nullable(Usage),
  attempts: Type.Array(AttemptReport),
  context: nullable(ContextReport),
  decision: Decision,
});
export type RouteMetadata = Static<typeof RouteMetadata>;

/** What `POST /ai/route` gives; the last frame of a stream has the same shape. */
export const RouteResponse = Type.Object({
  request_id: Type.String(),
  model_used: nullable(Type.String()),
  response: nullable(Type.String()),
  tokens_used: Type.Integer(),
  cost: Type.Number({ description: 'USD, exactly what the providers bill for this request' }),
  latency_ms: Type.Number({ description: 'Request in to last byte out' }),
  timestamp: Instant,
  metadata: RouteMetadata,
});
export type RouteResponse = Static<typeof RouteResponse>;

export const BatchRequestBody = Type.Object(
  {
    requests: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 100 }),
    max_concurrent: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, default: 5 })),
  },
  { additionalProperties: false },
);
export const BatchItemError = Type.Object({ request_index: Type.Integer(), error: Problem });
export const BatchResponse = Type.Array(Type.Union([RouteResponse, BatchItemError]));

export const ModelCard = Type.Object({
  provider: Type.String(),
  max_tokens: Type.Integer({ description: 'Longest answer, in tokens' }),
  context_window: Type.Integer(),
  cost_per_1k_tokens: nullable(Type.Number({ description: 'Input list price, USD per 1,000 tokens' })),
  cost_per_1k_output_tokens: nullable(Type.Number()),
  supports_vision: Type.Boolean(),
  supports_functions: Type.Boolean(),
  supports_json_schema: Type.Boolean(),
  latency_ms: Type.Number({ description: 'Median measured here, else the catalogue prior' }),
  reliability_score: Type.Number({ description: 'Measured success rate shrunk to the prior, 0 to 1' }),
  aliases: Type.Array(Type.String()),
  available: Type.Boolean({ description: 'A provider is configured for it and nothing stops it' }),
  unavailable_reason: nullable(Type.String()),
  price_source: Type.String(),
  price_date: Type.String(),
});
export type ModelCard = Static<typeof ModelCard>;

export const ModelsResponse = Type.Object({
  models: Type.Record(Type.String(), ModelCard),
  request_types: Type.Array(RequestType),
  simulated: Type.Boolean(),
  timestamp: Instant,
});

export const ModelPerformance = Type.Object({
  model: Type.String(),
  total_requests: Type.Integer(),
  successful_requests: Type.Integer(),
  success_rate: nullable(Type.Number()),
  success_rate_interval: nullable(
    Type.Tuple([Type.Number(), Type.Number()], { description: '95 % Wilson interval' }),
  ),
  errors: Type.Record(Type.String(), Type.Integer()),
  average_latency_ms: nullable(Type.Number()),
  latency_ms_p50: nullable(Type.Number()),
  latency_ms_p95: nullable(Type.Number()),
  time_to_first_token_ms_p50: nullable(Type.Number()),
  time_to_first_token_ms_p95: nullable(Type.Number()),
  average_cost: nullable(Type.Number()),
  total_cost: Type.Number(),
  input_tokens: Type.Integer(),
  output_tokens: Type.Integer(),
  feedback: Type.Object({ count: Type.Integer(), mean_rating: nullable(Type.Number()) }),
  last_updated: nullable(Instant),
});
export type ModelPerformance = Static<typeof ModelPerformance>;
export const PerformanceResponse = Type.Record(Type.String(), ModelPerformance);

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;

export const ProviderHealth = Type.Object({
  configured: Type.Boolean(),
  simulated: Type.Boolean(),
  breaker: Type.Enum([...BREAKER_STATES]),
  killed: Type.Boolean(),
  recent_requests: Type.Integer(),
  recent_success_rate: nullable(Type.Number()),
  last_failure: nullable(Type.Object({ kind: Type.String(), detail: Type.String(), at: Instant })),
});
export type ProviderHealth = Static<typeof ProviderHealth>;

/** Health from what live traffic showed; asking costs nothing. */
export const AiHealth = Type.Object({
  status: Type.Enum(['healthy', 'degraded', 'unhealthy']),
  reasons: Type.Array(Type.String()),
  providers: Type.Record(Type.String(), ProviderHealth),
  models_available: Type.Integer(),
  simulated: Type.Boolean(),
  timestamp: Instant,
});
export type AiHealth = Static<typeof AiHealth>;
