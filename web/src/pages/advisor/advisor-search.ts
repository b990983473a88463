import { ANALYSIS_TYPES } from '#contracts/choices';

export type Analysis = (typeof ANALYSIS_TYPES)[number];

const ADVISOR_TABS = ['analyse', 'optimise', 'news'] as const;
export type AdvisorTab = (typeof ADVISOR_TABS)[number];

/** What the address of the Advisor holds; the first tab and the whole analysis go without saying. */
export interface AdvisorSearch {
  readonly tab?: AdvisorTab;
  readonly symbol?: string;
  readonly type?: Analysis;
}

/** Reads an address; what it holds that is unknown is ignored. */
export function readAdvisorSearch(search: Record<string, unknown>): AdvisorSearch {
  const tab = ADVISOR_TABS.find((name) => name === search['tab']);
  const type = ANALYSIS_TYPES.find((name) => name === search['type']);
  const { symbol } = search;
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(typeof symbol === 'string' && symbol !== '' ? { symbol } : {}),
    ...(type === undefined ? {} : { type }),
  };
}
