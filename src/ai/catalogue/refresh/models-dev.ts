import {
  amountAt,
  createIgnored,
  type ListedClasses,
  type ListedModel,
  type ListedPrice,
  type PublicList,
} from './listed-model.ts';

type Json = Readonly<Record<string, unknown>>;

const PROVIDERS = ['openai', 'anthropic', 'google'] as const;
const READ = new Set(['input', 'output', 'cache_read', 'cache_write', 'reasoning', 'context_over_200k']);
const NOT_BOUGHT = new Set(['input_audio', 'output_audio']);

/** Reads models.dev's `api.json`. */
export function readModelsDev(document: Json): PublicList {
  const ignored = createIgnored();
  const models = PROVIDERS.flatMap((provider) =>
    Object.values(objectAt(objectAt(document, provider), 'models')).flatMap((row) => {
      const modes = objectAt(isObject(row) ? row : {}, 'modalities').output;
      if (!isObject(row) || typeof row.id !== 'string') return [];
      if (Array.isArray(modes) && !modes.includes('text')) return [];
      return [toListed(row.id, provider, row, ignored.note)];
    }),
  );
  return { source: 'models.dev api.json', models, ignoredFields: ignored.counts };
}

function toListed(
  id: string,
  provider: ListedModel['provider'],
  row: Json,
  ignore: (name: string) => void,
): ListedModel {
  const limit = objectAt(row, 'limit');
  const inputs = objectAt(row, 'modalities').input;
  let price: ListedPrice | null = null;
  let priceTrouble: string | null = null;
  try {
    price = readPrice(row.cost, ignore);
  } catch (error) {
    priceTrouble = (error as Error).message;
  }
  return {
    id,
    provider,
    contextWindow: countAt(limit, 'context'),
    maxInputTokens: countAt(limit, 'input'),
    maxOutputTokens: countAt(limit, 'output'),
    capabilities: {
      vision: Array.isArray(inputs) ? inputs.includes('image') : null,
      tools: flagAt(row, 'tool_call'),
      json_schema: flagAt(row, 'structured_output'),
      temperature: flagAt(row, 'temperature'),
      reasoning: flagAt(row, 'reasoning'),
    },
    price,
    priceTrouble,
    // The list says that a model is deprecated, not since when.
    retiredOn: row.status === 'deprecated' ? 'now' : null,
  };
}

/** USD per million tokens already. @throws Error where a price cannot be told from what is there. */
function readPrice(cost: unknown, ignore: (name: string) => void): ListedPrice | null {
  if (!isObject(cost)) return null;
  for (const [name, value] of Object.entries(cost)) {
    if (READ.has(name) || value === null) continue;
    if (!NOT_BOUGHT.has(name)) throw new Error(`it has a price field that is not understood: cost.${name}`);
    ignore(`cost.${name}`);
  }
  const base = classesOf(cost);
  const reasoning = amountAt(cost, 'reasoning');
  if (reasoning !== undefined && reasoning !== base.output)
    throw new Error('reasoning tokens have a price of their own, which bills here do not know');
  const long = cost.context_over_200k;
  return {
    ...base,
    batch_factor: null,
    long_context: isObject(long) ? { above_tokens: 200_000, ...classesOf(long) } : null,
    service_tiers: {},
  };
}

function classesOf(cost: Json): ListedClasses {
  const [input, output] = [amountAt(cost, 'input'), amountAt(cost, 'output')];
  if (input === undefined || output === undefined) throw new Error('only half of its prices is stated');
  return {
    input,
    cached_read: amountAt(cost, 'cache_read') ?? null,
    cache_write: amountAt(cost, 'cache_write') ?? null,
    output,
  };
}

function objectAt(parent: Json, name: string): Json {
  const value = parent[name];
  return isObject(value) ? value : {};
}

function countAt(row: Json, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}

function flagAt(row: Json, name: string): boolean | null {
  const value = row[name];
  return typeof value === 'boolean' ? value : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
