type Schema = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 12;

/** A small value that matches a JSON Schema, as a model asked for structured output would give. */
export function instanceOf(schema: unknown, depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > MAX_DEPTH) return null;
  const { type, properties, items, enum: choices, const: constant, anyOf, oneOf } = schema as Schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return choices[0];
  const variants = anyOf ?? oneOf;
  if (Array.isArray(variants)) return instanceOf(variants[0], depth + 1);
  const kind: unknown = Array.isArray(type) ? type[0] : type;
  if (kind === 'object' || properties !== undefined) return objectOf(properties, depth);
  if (kind === 'array') return arrayOf(schema as Schema, items, depth);
  return scalarOf(kind, schema as Schema);
}

function objectOf(properties: unknown, depth: number): Record<string, unknown> {
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, instanceOf(value, depth + 1)]),
  );
}

function arrayOf(schema: Schema, items: unknown, depth: number): unknown[] {
  const length = typeof schema.minItems === 'number' ? Math.max(1, schema.minItems) : 1;
  return Array.from({ length }, () => instanceOf(items, depth + 1));
}

function scalarOf(kind: unknown, { minimum, exclusiveMinimum, maximum, minLength }: Schema): unknown {
  switch (kind) {
    case 'integer':
    case 'number': {
      if (typeof minimum === 'number') return minimum;
      if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
      return typeof maximum === 'number' ? Math.min(0, maximum) : 0;
    }
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'simulated'.padEnd(typeof minLength === 'number' ? minLength : 0, '.');
  }
}
