import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type { Journey } from '#contracts/user-behavior';
import type { PathsQuery } from '#contracts/user-paths';
import { DomainError } from '#platform';
import { isStorableText } from '../ingest/json-text.ts';
import { type BehaviorDeps, openPeriod } from './opened-period.ts';
import { followPages, type PageVisits } from './page-visits.ts';
import { walkVisits } from './visits.ts';

const DEFINITIONS = {
  top_paths:
    'First pages of the sessions started in the period, repeats in a row left out, the most frequent first; share in percent of sessions',
  sessions:
    'Sessions started in the period with a page view that has a page, and that begin with start_page where it is given',
};

/** The most frequent ways through the pages. Throws `invalid-fields`. */
export async function readPaths(
  deps: BehaviorDeps,
  { depth = 5, limit = 20, start_page: startPage, ...query }: PathsQuery,
): Promise<{ paths: Journey; period: Period; meta: AnalyticsMeta }> {
  if (startPage !== undefined && !isStorableText(startPage)) {
    const message = 'must be well-formed text without NUL';
    throw new DomainError('invalid-fields', `/query/start_page ${message}.`, {
      errors: [{ pointer: '/query/start_page', message }],
    });
  }
  const answer = { source: 'journeys', definitions: DEFINITIONS };
  const { period, meta } = await openPeriod(deps, query, answer);
  const pages = await walkVisits(deps.pool, period, (signatures) =>
    followPages(signatures, depth, period.from),
  );
  return { paths: journeyOf(pages, limit, startPage), period: period.wire, meta };
}

/** The paths most sessions took, of those that begin with a page where one is given. */
export function journeyOf({ paths, pages }: PageVisits, limit: number, startPage?: string): Journey {
  const { sessions, paths: top } = paths.top(pages, limit, startPage);
  return { sessions, top_paths: top };
}
