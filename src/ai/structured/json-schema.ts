import type { FieldError } from '#platform';

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);
const MAX_DEPTH = 32;
/** Keywords that hold one schema, a list of them, or a map of them. */
const ONE = ['items', 'additionalProperties', 'not', 'contains', 'if', 'then', 'else', 'propertyNames'];
const MANY = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const NAMED = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];

/** What keeps a value from being a JSON Schema (draft 2020-12), as far as providers would refuse it. */
export function schemaMistakes(schema: unknown, pointer: string, depth = 0): FieldError[] {
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) return [{ pointer, message: 'must be a JSON Schema: an object or a boolean' }];
  if (depth > MAX_DEPTH) return [{ pointer, message: `is nested deeper than ${MAX_DEPTH} levels` }];
  return [
    ...typeMistakes(schema.type, pointer),
    ...listMistakes(
      schema.required,
      `${pointer}/required`,
      (item) => typeof item === 'string',
      'a list of names',
    ),
    ...listMistakes(schema.enum, `${pointer}/enum`, () => true, 'a list'),
    ...ONE.flatMap((name) =>
      schema[name] === undefined ? [] : schemaMistakes(schema[name], `${pointer}/${name}`, depth + 1),
    ),
    ...MANY.flatMap((name) => manyMistakes(schema[name], `${pointer}/${name}`, depth)),
    ...NAMED.flatMap((name) => namedMistakes(schema[name], `${pointer}/${name}`, depth)),
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

function listMistakes(
  value: unknown,
  pointer: string,
  good: (item: unknown) => boolean,
  what: string,
): FieldError[] {
  if (value === undefined || (Array.isArray(value) && value.every(good))) return [];
  return [{ pointer, message: `must be ${what}` }];
}

function manyMistakes(value: unknown, pointer: string, depth: number): FieldError[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ pointer, message: 'must be a list of schemas' }];
  return value.flatMap((item: unknown, index) => schemaMistakes(item, `${pointer}/${index}`, depth + 1));
}

function namedMistakes(value: unknown, pointer: string, depth: number): FieldError[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ pointer, message: 'must map names to schemas' }];
  return Object.entries(value).flatMap(([name, item]) =>
    schemaMistakes(item, `${pointer}/${name}`, depth + 1),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
