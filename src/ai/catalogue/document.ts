import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { REQUEST_TYPES } from '#contracts/choices';
import { fieldErrors } from '#platform';
import type { Model, Price, PriceClasses } from './model.ts';

const Usd = Type.Number({ minimum: 0 });
const Tokens = Type.Integer({ minimum: 1 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const strict = { additionalProperties: false };
const classes = { input: Usd, cached_read: Usd, cache_write: Usd, output: Usd };

const PriceRow = Type.Object(
  {
    ...classes,
    batch_factor: Share,
    long_context: Type.Optional(Type.Object({ above_tokens: Tokens, ...classes }, strict)),
    service_tiers: Type.Optional(Type.Record(Type.String(), Type.Object(classes, strict))),
  },
  strict,
);
export type PriceRow = Static<typeof PriceRow>;
type ClassesRow = Pick<PriceRow, 'input' | 'cached_read' | 'cache_write' | 'output'>;

const ModelRow = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    provider: Type.Enum(['openai', 'anthropic', 'google']),
    aliases: Type.Array(Type.Object({ name: Type.String({ minLength: 1 }), reason: Type.String() }, strict)),
    context_window: Tokens,
    max_input_tokens: Type.Union([Tokens, Type.Null()]),
    max_output_tokens: Tokens,
    /** The most one image is billed as; null where nobody says: then it may fill the window. */
    max_image_tokens: Type.Union([Tokens, Type.Null()]),
    capabilities: Type.Object(
      {
        vision: Type.Boolean(),
        tools: Type.Boolean(),
        json_schema: Type.Boolean(),
        temperature: Type.Boolean(),
        reasoning: Type.Boolean(),
      },
      strict,
    ),
    price: Type.Union([PriceRow, Type.Null()]),
    prior: Type.Object(
      {
        quality: Share,
        task_quality: Type.Partial(
          Type.Object(Object.fromEntries(REQUEST_TYPES.map((type) => [type, Share])), strict),
        ),
        time_to_first_token_ms: Type.Number({ exclusiveMinimum: 0 }),
        tokens_per_second: Type.Number({ exclusiveMinimum: 0 }),
        reliability: Share,
      },
      strict,
    ),
    source: Type.String(),
    date: Type.String({ format: 'date' }),
  },
  strict,
);
export type ModelRow = Static<typeof ModelRow>;

const CatalogueDocument = Type.Object(
  {
    version: Type.String(),
    unit: Type.Literal('USD per million tokens'),
    prior: Type.String(),
    models: Type.Array(ModelRow, { minItems: 1 }),
  },
  strict,
);
export type CatalogueDocument = Static<typeof CatalogueDocument>;

const checker = Compile(CatalogueDocument);

/** Checks what a catalogue file holds. @throws Error naming the first place that is wrong. */
export function readDocument(value: unknown): CatalogueDocument {
  if (checker.Check(value)) return value;
  const [first] = fieldErrors(checker, value, '');
  throw new Error(`${first?.pointer ?? 'It'} ${first?.message ?? 'is no catalogue'}`);
}

export function toModel(row: ModelRow): Model {
  return {
    id: row.id,
    wireName: row.id,
    provider: row.provider,
    aliases: row.aliases,
    contextWindow: row.context_window,
    maxInputTokens: row.max_input_tokens ?? row.context_window,
    maxOutputTokens: row.max_output_tokens,
    maxImageTokens: row.max_image_tokens ?? row.context_window,
    capabilities: {
      vision: row.capabilities.vision,
      tools: row.capabilities.tools,
      jsonSchema: row.capabilities.json_schema,
      temperature: row.capabilities.temperature,
      reasoning: row.capabilities.reasoning,
    },
    price: row.price === null ? null : toPrice(row.price),
    prior: {
      quality: row.prior.quality,
      taskQuality: row.prior.task_quality,
      timeToFirstTokenMs: row.prior.time_to_first_token_ms,
      tokensPerSecond: row.prior.tokens_per_second,
      reliability: row.prior.reliability,
    },
    source: row.source,
    date: row.date,
  };
}

function toPrice(price: PriceRow): Price {
  const { long_context: long, service_tiers: tiers = {} } = price;
  return {
    ...toClasses(price),
    batchFactor: price.batch_factor,
    longContext: long === undefined ? null : { ...toClasses(long), aboveTokens: long.above_tokens },
    serviceTiers: Object.fromEntries(Object.entries(tiers).map(([tier, row]) => [tier, toClasses(row)])),
  };
}

function toClasses(row: ClassesRow): PriceClasses {
  return { input: row.input, cachedRead: row.cached_read, cacheWrite: row.cache_write, output: row.output };
}
