import { type TObject, type TSchema, Type } from 'typebox';

/**
 * The schema with each choice between kinds of object narrowed to the kind that the value names (`kind`, `type`, …), so
 * that what is wrong is said of that kind and not of all the others.
 */
export function narrowed(schema: TSchema, value: unknown): TSchema {
  if (Type.IsUnion(schema)) return narrowedUnion(schema.anyOf, value) ?? schema;
  if (!Type.IsObject(schema)) return schema;
  const own = Object.entries(schema.properties).map(([name, property]) => {
    const narrow = narrowed(property, memberOf(value, name));
    return [name, Type.IsOptional(property) ? Type.Optional(narrow) : narrow];
  });
  const { additionalProperties } = schema as { additionalProperties?: boolean };
  return Type.Object(
    Object.fromEntries(own),
    additionalProperties === undefined ? {} : { additionalProperties },
  );
}

function narrowedUnion(variants: readonly TSchema[], value: unknown): TSchema | undefined {
  const objects = variants.filter((variant): variant is TObject => Type.IsObject(variant));
  const [first] = objects;
  if (first === undefined || objects.length < variants.length) return undefined;
  const name = Object.keys(first.properties).find((key) =>
    objects.every(({ properties }) => constantOf(properties[key]) !== undefined),
  );
  if (name === undefined) return undefined;
  const kinds = objects.map(({ properties }) => constantOf(properties[name]));
  const named = objects[kinds.indexOf(memberOf(value, name))];
  return named === undefined ? Type.Object({ [name]: Type.Enum(kinds.map(String)) }) : narrowed(named, value);
}

function constantOf(schema: TSchema | undefined): unknown {
  return schema !== undefined && Type.IsLiteral(schema) ? schema.const : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
