import { isUser } from '../journeys/actors.ts';
import { numbered, type Signatures, viewedPage } from './visits.ts';

/** Name and number, largest first. */
export type Ranked = readonly (readonly [name: string, count: number])[];

/** Counts what users do their things with. */
export interface FeatureUse {
  readonly event: (actor: number, signature: number) => void;
  /** Users by feature or else page. */
  users(limit: number): Ranked;
  /** Events by feature. */
  events(limit: number): Ranked;
  /** Page views by the first part of the path. */
  content(limit: number): Ranked;
}

export function countFeatureUse(signatures: Signatures): FeatureUse {
  const used = numbered(signatures, ({ initiated, feature, page }) => (initiated ? (feature ?? page) : null));
  const features = numbered(signatures, ({ initiated, feature }) => (initiated ? feature : null));
  const content = numbered(signatures, (signature) => {
    const page = viewedPage(signature);
    return page === null ? null : firstPartOf(page);
  });
  const users = new Int32Array(used.texts.length);
  const lastUser = new Float64Array(used.texts.length).fill(Number.NaN);
  const events = new Int32Array(signatures.length);
  return {
    event(actor, signature) {
      events[signature] = (events[signature] as number) + 1;
      const name = used.numbers[signature] as number;
      if (name < 0 || !isUser(actor) || lastUser[name] === actor) return;
      lastUser[name] = actor;
      users[name] = (users[name] as number) + 1;
    },
    users: (limit) => ranked(used.texts, users, limit),
    events: (limit) => ranked(features.texts, sumBy(features, events), limit),
    content: (limit) => ranked(content.texts, sumBy(content, events), limit),
  };
}

/** Counts of signatures added up by the texts they stand for. */
function sumBy(
  { texts, numbers }: { readonly texts: readonly string[]; readonly numbers: Int32Array },
  counts: Int32Array,
): Float64Array {
  const sums = new Float64Array(texts.length);
  for (const [key, number] of numbers.entries())
    if (number >= 0) sums[number] = (sums[number] as number) + (counts[key] as number);
  return sums;
}

/** The names with the highest counts above zero, equal ones by name. */
export function ranked(names: readonly string[], counts: Int32Array | Float64Array, limit: number): Ranked {
  return names
    .map((name, number): [string, number] => [name, counts[number] ?? 0])
    .filter(([, count]) => count > 0)
    .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
    .slice(0, limit);
}

/** Addresses with a host included. */
function firstPartOf(page: string): string {
  const [, part] = /^(?:[a-z]+:\/\/[^/?#]+)?(\/?[^/?#]*)/.exec(page) ?? [];
  return part === undefined || part === '' ? '/' : part;
}
