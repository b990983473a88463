import { plain } from '../../format/numbers.ts';

/** The part of JSON Schema that our own contracts use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Follows references inside one document, until none is left. */
export function resolved(schema: JsonSchema, document: unknown): JsonSchema {
  let current = schema;
  for (let step = 0; step < 20 && current.$ref !== undefined; step += 1) {
    const target = pointedAt(document, current.$ref);
    current = typeof target === 'object' && target !== null ? target : {};
  }
  return current;
}

/** What a local reference, `#/components/schemas/Problem`, points at; `undefined` where nothing is there. */
export function pointedAt(document: unknown, reference: string): unknown {
  const path = reference.replace(/^#\//, '').split('/');
  return path.reduce<unknown>((value, part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)[key]
      : undefined;
  }, document);
}

/** The alternatives of a schema; itself where it has none. */
function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function isNull(schema: JsonSchema): boolean {
  return schema.type === 'null' || schema.const === null;
}

/** A type in words: `number or null`, `list of string`, `one of 1h, 1d`. */
export function typeInWords(schema: JsonSchema, document: unknown): string {
  const choices = alternatives(resolved(schema, document));
  if (choices.length > 1)
    return [...new Set(choices.map((choice) => typeInWords(choice, document)))].join(' or ');
  const one = choices[0] === undefined ? {} : resolved(choices[0], document);
  if (one.enum !== undefined) return `one of ${one.enum.map(String).join(', ')}`;
  if (one.const !== undefined) return JSON.stringify(one.const);
  if (one.type === 'array') return `list of ${typeInWords(one.items ?? {}, document)}`;
  const entries = mapValues(one);
  if (entries !== undefined) return `map to ${typeInWords(entries, document)}`;
  if (Array.isArray(one.type)) return one.type.join(' or ');
  if (typeof one.type !== 'string') return 'anything';
  return one.format === undefined ? one.type : `${one.type}, ${one.format}`;
}

/** The values of an object that maps any name to one schema. */
function mapValues(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) return undefined;
  const [pattern] = Object.values(schema.patternProperties ?? {});
  if (pattern !== undefined) return pattern;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** One field of a schema, however deep. */
export interface Field {
  /** Names from the top, `market_overview.trend.score`; no two fields share one. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  /** False where a default stands in for it. */
  readonly required: boolean;
  readonly description: string;
  /** Bounds and default, in words. */
  readonly limits: string;
}

const DEEPEST = 6;

/** The fields of a schema and of all below it, parents before children. */
export function fieldsOf(schema: JsonSchema, document: unknown, parents: readonly string[] = []): Field[] {
  if (parents.length > DEEPEST) return [];
  const owner = holderOfFields(schema, document);
  if (owner === undefined) return [];
  return Object.entries(owner.properties ?? {}).flatMap(([name, property]) => {
    const own = resolved(property, document);
    const names = [...parents, name];
    const field: Field = {
      path: names.join('.'),
      name,
      depth: parents.length,
      type: typeInWords(property, document),
      required: owner.required?.includes(name) === true && own.default === undefined,
      description: property.description ?? own.description ?? '',
      limits: limitsInWords(own),
    };
    return [field, ...fieldsOf(own, document, names)];
  });
}

/** The object whose fields a reader wants to see: inside lists, maps and alternatives. */
function holderOfFields(schema: JsonSchema, document: unknown): JsonSchema | undefined {
  for (const choice of alternatives(resolved(schema, document))) {
    const one = resolved(choice, document);
    if (Object.keys(one.properties ?? {}).length > 0) return one;
    const inner = one.items ?? mapValues(one);
    const found = inner === undefined ? undefined : holderOfFields(inner, document);
    if (found !== undefined) return found;
  }
  return undefined;
}

const LIMITS: readonly (readonly [keyof JsonSchema, (value: string) => string])[] = [
  ['minimum', (value) => `at least ${value}`],
  ['exclusiveMinimum', (value) => `more than ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['exclusiveMaximum', (value) => `less than ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value} items`],
  ['maxItems', (value) => `at most ${value} items`],
  ['pattern', (value) => `matches ${value}`],
  ['default', (value) => `default ${value}`],
];

function limitsInWords(schema: JsonSchema): string {
  return LIMITS.flatMap(([key, words]) => {
    const value = schema[key];
    return value === undefined ? [] : [words(limitText(value))];
  }).join(', ');
}

function limitText(value: unknown): string {
  if (typeof value === 'number') return plain(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const EXAMPLES_BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2020-03-16T20:00:00Z',
  date: '2020-03-16',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
  uri: 'https://example.com/',
  email: 'ada@example.com',
};

/** Names that say more about a good example than their type does. */
const EXAMPLES_BY_NAME: Readonly<Record<string, unknown>> = {
  symbol: 'AAPL',
  price: 231.4,
  volume: 1_000_000,
  prompt: 'Explain duration risk in two sentences.',
  name: 'requests',
  event_type: 'page_view',
  user_id: 'user-1',
  session_id: 'session-1',
  page: '/market',
  dashboard_type: 'market_analytics',
  type: 'market_analytics',
  metrics: 'requests',
};

/**
 * A value that fits a schema: its own example or default first, then the smallest thing that is allowed. Optional
 * fields are left out, so that an example shows what is needed.
 */
export function exampleOf(schema: JsonSchema, document: unknown, name = '', depth = 0): unknown {
  const one = resolved(schema, document);
  const given = one.examples?.[0] ?? one.default ?? one.const ?? one.enum?.[0];
  if (given !== undefined) return given;
  const choices = alternatives(one);
  if (choices.length > 1) {
    const wanted = choices.find((choice) => !isNull(resolved(choice, document))) ?? {};
    return exampleOf(wanted, document, name, depth);
  }
  if (one.properties !== undefined && depth <= DEEPEST) {
    const required = Object.entries(one.properties).filter(([key]) => one.required?.includes(key) === true);
    return Object.fromEntries(
      required.map(([key, value]) => [key, exampleOf(value, document, key, depth + 1)]),
    );
  }
  return simpleExample(one, document, name, depth);
}

function simpleExample(schema: JsonSchema, document: unknown, name: string, depth: number): unknown {
  const byName = EXAMPLES_BY_NAME[name];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return typeof byName === 'string' ? byName : (EXAMPLES_BY_FORMAT[schema.format ?? ''] ?? 'text');
    case 'number':
    case 'integer':
      return typeof byName === 'number' ? byName : (schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return false;
    case 'array':
      return depth > DEEPEST ? [] : [exampleOf(schema.items ?? {}, document, name, depth + 1)];
    case 'null':
      return null;
    default:
      return {};
  }
}
