import { FUNNEL_BREAKDOWNS } from '#contracts/choices';
import { COHORTS, type Cohort } from '../../api/users.ts';
import { type PeriodSearch, readPeriodSearch } from '../../format/period-search.ts';
import { type FunnelSearch, type FunnelSplit, readFunnelSearch } from './funnel-search.ts';

/** The state of the page, as its address holds it; what is not there is as usual. */
export interface UsersSearch extends PeriodSearch, FunnelSearch {
  readonly cohort?: Cohort;
  readonly retention?: 'rolling';
  /** What stands in the cells of the retention grid. */
  readonly cells?: 'users';
  /** Pages of a path at most. */
  readonly depth?: number;
  /** The page that paths begin with. */
  readonly start?: string;
  /** What the users of the funnel are told apart by. */
  readonly split?: FunnelSplit;
  /** Into how many clusters users were grouped. */
  readonly clusters?: number;
  /** Which earlier grouping is shown. */
  readonly analysis?: number;
}

export const CLUSTERS = { least: 2, usual: 5, most: 20 } as const;
export const DEPTHS = [2, 3, 4, 5, 6, 8, 10] as const;
export const USUAL_DEPTH = 5;
const LONGEST_PAGE = 2_000;

/** Reads an address; what is unknown in it is ignored. */
export function readUsersSearch(search: Record<string, unknown>): UsersSearch {
  const cohort = COHORTS.find((one) => one === search['cohort']);
  const depth = DEPTHS.find((one) => one === search['depth'] && one !== USUAL_DEPTH);
  const split = FUNNEL_BREAKDOWNS.find((one) => one === search['split']);
  const { start, clusters, analysis } = search;
  return {
    ...readPeriodSearch(search),
    ...readFunnelSearch(search),
    ...(split === undefined ? {} : { split }),
    ...(cohort === undefined ? {} : { cohort }),
    ...(search['retention'] === 'rolling' ? { retention: 'rolling' } : {}),
    ...(search['cells'] === 'users' ? { cells: 'users' } : {}),
    ...(depth === undefined ? {} : { depth }),
    ...(isPage(start) ? { start } : {}),
    ...(isClusterCount(clusters) ? { clusters } : {}),
    ...(isId(analysis) ? { analysis } : {}),
  };
}

function isClusterCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= CLUSTERS.least && Number(value) <= CLUSTERS.most;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isPage(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_PAGE;
}
