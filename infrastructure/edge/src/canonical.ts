import type { Values } from './events.ts';

/** Said by advertising links; they change nothing here and would split the cache. */
const NOISE = /^(utm_|gclid$|fbclid$|msclkid$|mc_)/;

/** One spelling of a path, or null where it climbs out of its folder. A trailing slash means something and stays. */
export function canonicalPath(uri: string): string | null {
  const path = uri.replace(/\/{2,}/g, '/');
  if (path.charAt(0) !== '/' || path.length > 2048) return null;
  // The origin may decode twice what the edge decodes never.
  if (/(^|\/)(\.|%2e|%252e){2}(\/|%2f|%252f|\\|%5c|$)/i.test(path) || /%00|\\/.test(path)) return null;
  return path;
}

/** The same parameters in one order, without noise, so that one answer has one cache key. */
export function canonicalQuery(query: Values): Values {
  const sorted: Values = {};
  const names = Object.keys(query).sort();
  for (let at = 0; at < names.length; at++) {
    const name = String(names[at]);
    const value = query[name];
    if (value !== undefined && !NOISE.test(name)) sorted[name] = value;
  }
  return sorted;
}
