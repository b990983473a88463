import { isObject, type Json, objectAt, textAt } from './json.ts';

/** The `error` object of an error answer; a stream may wrap it in an array. Undefined where the body is no such JSON. */
export function errorIn(body: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    return isObject(first) ? objectAt(first, 'error') : undefined;
  } catch {
    return undefined;
  }
}

/** What the provider says went wrong, or that it says nothing readable. */
export function detailOf(error: Json | undefined, status: number): string {
  return textAt(error, 'message') ?? `The provider answered with status ${status} and no readable error.`;
}
