export type Json = null | number | string | Json[] | { [key: string]: Json };

/**
 * Paths of an expected value at which an answer differs. Numbers may differ by 1e-9 relative; the answer may say more.
 */
export function differences(got: Json | undefined, expected: Json, path = ''): string[] {
  if (typeof expected === 'number' && typeof got === 'number')
    return Math.abs(got - expected) <= 1e-9 * Math.abs(expected) ? [] : [`${path}: ${got}, not ${expected}`];
  if (typeof expected !== 'object' || expected === null)
    return got === expected ? [] : [`${path}: ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`];
  const part = (value: Json | undefined, key: string) =>
    (value as { [key: string]: Json } | undefined)?.[key];
  if (Array.isArray(expected) && (got as Json[] | undefined)?.length !== expected.length)
    return [`${path}: not ${expected.length} rows`];
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(part(got, key), value, `${path}/${key}`),
  );
}
