import { ProviderFailure } from './failure.ts';

/** Parsed JSON of unknown shape, read field by field: providers change and break. */
export type Json = Readonly<Record<string, unknown>>;

/** @throws ProviderFailure `malformed` where the text is no JSON object: cut answers, HTML of a proxy. */
export function parseObject(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProviderFailure('malformed', 'The answer is not JSON.', { cause: error });
  }
  if (isObject(value)) return value;
  throw new ProviderFailure('malformed', 'The answer is not a JSON object.');
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(parent: Json | undefined, name: string): Json | undefined {
  const value = parent?.[name];
  return isObject(value) ? value : undefined;
}

export function objectsAt(parent: Json | undefined, name: string): Json[] {
  const value = parent?.[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textAt(parent: Json | undefined, name: string): string | null {
  const value = parent?.[name];
  return typeof value === 'string' ? value : null;
}

/** A count; what is missing or no whole number counts as 0. */
export function countAt(parent: Json | undefined, name: string): number {
  const value = parent?.[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}
