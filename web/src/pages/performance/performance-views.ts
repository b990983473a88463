import type { ViewKind } from '../../views/view-kind.ts';
import { type PerformanceSearch, readPerformanceSearch, USUAL_HOURS } from './performance-search.ts';

/** Saved views of the Performance page. */
export const performanceViews: ViewKind<PerformanceSearch> = {
  type: 'performance',
  toSettings: (search) => ({ layout: { ...search } }),
  toSearch: ({ layout = {} }) => ({ hours: USUAL_HOURS, ...readPerformanceSearch(layout) }),
};
