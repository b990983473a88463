import {
  amountAt,
  createIgnored,
  type ListedClasses,
  type ListedModel,
  type ListedPrice,
  type PublicList,
  perMillion,
} from './listed-model.ts';

type Json = Readonly<Record<string, unknown>>;

const PROVIDERS: Readonly<Record<string, ListedModel['provider']>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
};
const TIERS = ['priority', 'flex'] as const;
const BASE = [
  'input_cost_per_token',
  'output_cost_per_token',
  'cache_read_input_token_cost',
  'cache_creation_input_token_cost',
] as const;
/** What the gateway does not buy: sound, pictures out, searches, longer-lived caches, tiers of long contexts. */
const NOT_BOUGHT =
  /audio|video|image|character|second|query|search|session|storage|pixel|page|above_1hr|citation|code_interpreter|_tokens_(priority|flex|batches)$|(cache\w*)_(priority|flex|batches)$/;

/** Reads LiteLLM's `model_prices_and_context_window.json`. @throws Error where it is not one. */
export function readLiteLlm(document: Json): PublicList {
  const ignored = createIgnored();
  const models = Object.entries(document).flatMap(([name, row]) => {
    if (!isObject(row) || name === 'sample_spec') return [];
    const provider = PROVIDERS[String(row.litellm_provider)];
    // A name with further slashes is a region or a picture size of a model, not a model.
    const id = name.replace(/^(gemini|openai|anthropic)\//, '');
    const mode = String(row.mode);
    if (provider === undefined || id.includes('/') || (mode !== 'chat' && mode !== 'responses')) return [];
    return [toListed(id, provider, row, ignored.note)];
  });
  return { source: 'LiteLLM model_prices_and_context_window.json', models, ignoredFields: ignored.counts };
}

function toListed(
  id: string,
  provider: ListedModel['provider'],
  row: Json,
  ignore: (name: string) => void,
): ListedModel {
  const maxInput = countAt(row, 'max_input_tokens');
  const maxOutput = countAt(row, 'max_output_tokens') ?? countAt(row, 'max_tokens');
  const { price, trouble } = tryPrice(row, ignore);
  const retired = row.deprecation_date;
  return {
    id,
    provider,
    // LiteLLM states the longest input, and no window apart from it.
    contextWindow: null,
    maxInputTokens: maxInput,
    maxOutputTokens: maxOutput,
    capabilities: {
      vision: flagAt(row, 'supports_vision'),
      tools: flagAt(row, 'supports_function_calling'),
      json_schema: flagAt(row, 'supports_response_schema'),
      temperature: null,
      reasoning: flagAt(row, 'supports_reasoning'),
    },
    price,
    priceTrouble: trouble,
    retiredOn: typeof retired === 'string' && /^\d{4}-\d\d-\d\d$/.test(retired) ? retired : null,
  };
}

function tryPrice(
  row: Json,
  ignore: (name: string) => void,
): { price: ListedPrice | null; trouble: string | null } {
  try {
    return { price: readPrice(row, ignore), trouble: null };
  } catch (error) {
    return { price: null, trouble: (error as Error).message };
  }
}

/** Null where no price is stated. @throws Error where a price cannot be told from what is there. */
function readPrice(row: Json, ignore: (name: string) => void): ListedPrice | null {
  const at = (name: string) => amountAt(row, name);
  const base = classesAt(row, '');
  refuseUnknown(row, ignore);
  if (base === null) return null;
  const reasoning = at('output_cost_per_reasoning_token');
  if (reasoning !== undefined && perMillion(reasoning) !== base.output)
    throw new Error('reasoning tokens have a price of their own, which bills here do not know');
  const [above, ...more] = thresholdsOf(row);
  if (more.length > 0)
    throw new Error(
      `it has several long-context prices: above ${[above, ...more].join(' and ')} thousand tokens`,
    );
  const long = above === undefined ? null : classesAt(row, `_above_${above}k_tokens`);
  const tiers = TIERS.flatMap((tier) => {
    const classes = classesAt(row, `_${tier}`);
    return classes === null ? [] : [[tier, classes] as const];
  });
  return {
    ...base,
    batch_factor: batchFactor(at('input_cost_per_token_batches'), at('output_cost_per_token_batches'), base),
    long_context: long === null ? null : { above_tokens: Number(above) * 1_000, ...long },
    service_tiers: Object.fromEntries(tiers),
  };
}

/** The four prices of a tier; null where it is not there. @throws Error where half of it is. */
function classesAt(row: Json, suffix: string): ListedClasses | null {
  const [input, output, cachedRead, cacheWrite] = BASE.map((name) => amountAt(row, `${name}${suffix}`));
  if (input === undefined && output === undefined) return null;
  if (input === undefined || output === undefined)
    throw new Error(`only half of the prices${suffix === '' ? '' : ` ${suffix.slice(1)}`} is stated`);
  return {
    input: perMillion(input),
    output: perMillion(output),
    cached_read: cachedRead === undefined ? null : perMillion(cachedRead),
    cache_write: cacheWrite === undefined ? null : perMillion(cacheWrite),
  };
}

function thresholdsOf(row: Json): string[] {
  const found = Object.entries(row).flatMap(([name, value]) => {
    const match = /^(?:input|output)_cost_per_token_above_(\d+)k_tokens$/.exec(name);
    return match?.[1] === undefined || value === null ? [] : [match[1]];
  });
  return [...new Set(found)];
}

/** A field that looks like a price and is not known might be one: then the row's price is not taken. */
function refuseUnknown(row: Json, ignore: (name: string) => void): void {
  const read = new RegExp(
    `^(${BASE.join('|')})(_above_\\d+k_tokens|_priority|_flex)?$|^(input|output)_cost_per_token_batches$|^output_cost_per_reasoning_token$`,
  );
  for (const [name, value] of Object.entries(row)) {
    if (!/cost|pricing|price/.test(name) || value === null || read.test(name)) continue;
    if (!NOT_BOUGHT.test(name)) throw new Error(`it has a price field that is not understood: ${name}`);
    ignore(name);
  }
}

/** The share a batch job pays; null where it is not stated, or not the same for input and output. */
function batchFactor(
  input: number | undefined,
  output: number | undefined,
  base: ListedClasses,
): number | null {
  if (input === undefined || output === undefined || base.input === 0 || base.output === 0) return null;
  const [a, b] = [perMillion(input) / base.input, perMillion(output) / base.output];
  return Math.abs(a - b) < 1e-6 && a <= 1 ? Number(a.toFixed(6)) : null;
}

function countAt(row: Json, name: string): number | null {
  const value = Number(row[name]);
  return Number.isInteger(value) && value > 0 ? value : null;
}

function flagAt(row: Json, name: string): boolean | null {
  const value = row[name];
  return typeof value === 'boolean' ? value : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
