import type { FieldError } from '#platform';

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);
const MAX_DEPTH = 32;
/** Keywords that hold one schema, a list of them, or a map of them. */
const ONE = ['items', 'additionalProperties', 'not', 'contains', 'if', 'then', 'else', 'propertyNames'];
const MANY = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const NAMED = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];

/** What keeps a value from being a JSON Schema (draft 2020-12), as far as providers would refuse it. */
export function schemaMistakes(schema: unknown, pointer: string): FieldError[] {
  return mistakesIn(schema, pointer, { root: schema, depth: 0 });
}

interface Place {
  /** The whole schema, which `$ref` points into. */
  readonly root: unknown;
  readonly depth: number;
}

function mistakesIn(schema: unknown, pointer: string, place: Place): FieldError[] {
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) return [{ pointer, message: 'must be a JSON Schema: an object or a boolean' }];
  if (place.depth > MAX_DEPTH) return [{ pointer, message: `is nested deeper than ${MAX_DEPTH} levels` }];
  const inside = { ...place, depth: place.depth + 1 };
  return [
    ...typeMistakes(schema.type, pointer),
    ...refMistakes(schema.$ref, `${pointer}/$ref`, place.root),
    ...patternMistakes(schema.pattern, `${pointer}/pattern`),
    ...listMistakes(
      schema.required,
      `${pointer}/required`,
      (item) => typeof item === 'string',
      'a list of names',
    ),
    ...listMistakes(schema.enum, `${pointer}/enum`, () => true, 'a list'),
    ...ONE.flatMap((name) =>
      schema[name] === undefined ? [] : mistakesIn(schema[name], `${pointer}/${name}`, inside),
    ),
    ...MANY.flatMap((name) => manyMistakes(schema[name], `${pointer}/${name}`, inside)),
    ...NAMED.flatMap((name) => namedMistakes(schema[name], `${pointer}/${name}`, inside)),
  ];
}

function typeMistakes(type: unknown, pointer: string): FieldError[] {
  if (type === undefined) return [];
  const types: unknown[] = Array.isArray(type) ? type : [type];
  const good = types.length > 0 && types.every((name) => typeof name === 'string' && TYPES.has(name));
  return good
    ? []
    : [{ pointer: `${pointer}/type`, message: `must be one of ${[...TYPES].join(', ')}, or a list of them` }];
}

/** Answers are checked against the schema here, so it must be whole: a reference elsewhere could not be followed. */
function refMistakes(ref: unknown, pointer: string, root: unknown): FieldError[] {
  if (ref === undefined) return [];
  if (typeof ref === 'string' && /^#(\/|$)/.test(ref) && pointsAt(root, ref)) return [];
  return [{ pointer, message: 'must point to a part of this schema, as #/$defs/name does' }];
}

function pointsAt(root: unknown, ref: string): boolean {
  let at = root;
  for (const step of ref.split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return isObject(at) || typeof at === 'boolean';
}

function patternMistakes(pattern: unknown, pointer: string): FieldError[] {
  if (pattern === undefined) return [];
  try {
    if (typeof pattern === 'string' && new RegExp(pattern, 'u')) return [];
  } catch {
    // Told below.
  }
  return [{ pointer, message: 'must be a regular expression' }];
}

function listMistakes(
  value: unknown,
  pointer: string,
  good: (item: unknown) => boolean,
  what: string,
): FieldError[] {
  if (value === undefined || (Array.isArray(value) && value.every(good))) return [];
  return [{ pointer, message: `must be ${what}` }];
}

function manyMistakes(value: unknown, pointer: string, inside: Place): FieldError[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ pointer, message: 'must be a list of schemas' }];
  return value.flatMap((item: unknown, index) => mistakesIn(item, `${pointer}/${index}`, inside));
}

function namedMistakes(value: unknown, pointer: string, inside: Place): FieldError[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ pointer, message: 'must map names to schemas' }];
  return Object.entries(value).flatMap(([name, item]) => mistakesIn(item, `${pointer}/${name}`, inside));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
