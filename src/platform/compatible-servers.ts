import type { CompatibleModel, CompatibleServer } from '#contracts/config';

type Environment = Readonly<Record<string, string | undefined>>;
type Refuse = (name: string, why: string, fix: string) => void;

const ADDRESS = /^OPENAI_COMPATIBLE_(?:([A-Z0-9]+)_)?BASE_URL$/;
const DETAIL = /^(OPENAI_COMPATIBLE_(?:[A-Z0-9]+_)?)(?:MODELS|API_KEY)$/;
/** Vendors of our own catalogue. */
const TAKEN = new Set(['openai', 'anthropic', 'google']);
const FIX =
  'Write models as `name context=8192 input=0.1 output=0.4 tools vision json`, separated by commas; prices in USD per million tokens, or `free`.';

const FLAGS = ['tools', 'vision', 'json', 'reasoning', 'no-temperature', 'free'] as const;
const NUMBERS = ['context', 'max-output', 'input', 'cached', 'output', 'quality'] as const;
type Flag = (typeof FLAGS)[number];
type NumberName = (typeof NUMBERS)[number];

const USUAL_CONTEXT = 8_192;

/**
 * The servers that speak OpenAI's Chat Completions: `OPENAI_COMPATIBLE_BASE_URL` is called `compatible`,
 * `OPENAI_COMPATIBLE_OLLAMA_BASE_URL` is called `ollama`, and so on.
 */
export function readCompatibleServers(env: Environment, refuse: Refuse): CompatibleServer[] {
  for (const variable of Object.keys(env)) {
    const prefix = DETAIL.exec(variable)?.[1];
    if (prefix !== undefined && env[variable] && !env[`${prefix}BASE_URL`])
      refuse(variable, 'Nothing says where that server is.', `Set ${prefix}BASE_URL, or remove it.`);
  }
  return Object.keys(env).flatMap((variable) => {
    const match = ADDRESS.exec(variable);
    const url = env[variable];
    if (match === null || url === undefined || url === '') return [];
    const prefix = variable.slice(0, -'BASE_URL'.length);
    const name = match[1]?.toLowerCase() ?? 'compatible';
    if (TAKEN.has(name))
      refuse(
        variable,
        `${name} is a provider of its own.`,
        `Set ${name.toUpperCase()}_BASE_URL, or use another name.`,
      );
    if (!['http:', 'https:'].includes(URL.parse(url)?.protocol ?? ''))
      refuse(
        variable,
        'This is not a usable address.',
        'It must start with http:// or https:// and mostly ends in /v1.',
      );
    const models = readModels(`${prefix}MODELS`, env[`${prefix}MODELS`], refuse);
    return [{ name, baseUrl: url.replace(/\/$/, ''), apiKey: env[`${prefix}API_KEY`] || undefined, models }];
  });
}

function readModels(variable: string, text: string | undefined, refuse: Refuse): CompatibleModel[] {
  const entries = (text ?? '').split(',').flatMap((entry) => entry.trim() || []);
  if (entries.length === 0) refuse(variable, 'It names no model of the server.', FIX);
  const models = entries.flatMap((entry) => readModel(variable, entry, refuse) ?? []);
  const twice = models.find(({ name }, index) => models.findIndex((it) => it.name === name) !== index);
  if (twice !== undefined) refuse(variable, `It names ${twice.name} twice.`, FIX);
  return models;
}

function readModel(variable: string, entry: string, refuse: Refuse): CompatibleModel | null {
  const [name = '', ...words] = entry.split(/\s+/);
  const flags = new Set<Flag>();
  const numbers = new Map<NumberName, number>();
  for (const word of words) {
    const [key = '', value] = word.split('=', 2);
    const flag = FLAGS.find((it) => it === word);
    const number = NUMBERS.find((it) => it === key);
    const amount = value === undefined || value === '' ? Number.NaN : Number(value);
    if (flag !== undefined) flags.add(flag);
    else if (number !== undefined && amount >= 0 && Number.isFinite(amount)) numbers.set(number, amount);
    else return mistake(`"${word}" of ${name} is not understood.`);
  }
  const contextWindow = numbers.get('context') ?? USUAL_CONTEXT;
  const maxOutputTokens = numbers.get('max-output') ?? Math.floor(contextWindow / 2);
  if (![contextWindow, maxOutputTokens].every((tokens) => Number.isInteger(tokens) && tokens > 0))
    return mistake(`The sizes of ${name} must be whole numbers of tokens.`);
  const quality = numbers.get('quality') ?? null;
  if (quality !== null && quality > 1) return mistake(`The quality of ${name} must be from 0 to 1.`);
  const price = readPrice(flags, numbers);
  if (price === undefined)
    return mistake(`${name} needs both input= and output=, or free, or no price at all.`);
  return {
    name,
    contextWindow,
    maxOutputTokens,
    price,
    quality,
    vision: flags.has('vision'),
    tools: flags.has('tools'),
    jsonSchema: flags.has('json'),
    temperature: !flags.has('no-temperature'),
    reasoning: flags.has('reasoning'),
  };

  function mistake(why: string): null {
    refuse(variable, why, FIX);
    return null;
  }
}

/** Null where none is stated: unknown is not free. Undefined where half of one is. */
function readPrice(
  flags: ReadonlySet<Flag>,
  numbers: ReadonlyMap<NumberName, number>,
): CompatibleModel['price'] | undefined {
  const [input, output] = [numbers.get('input'), numbers.get('output')];
  const named = input !== undefined || output !== undefined || numbers.has('cached');
  if (flags.has('free')) return named ? undefined : { input: 0, cachedRead: 0, output: 0 };
  if (!named) return null;
  if (input === undefined || output === undefined) return undefined;
  return { input, cachedRead: numbers.get('cached') ?? input, output };
}
