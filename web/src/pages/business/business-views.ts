import { periodViews } from '../../views/period-views.ts';
import { readBusinessSearch } from './business-search.ts';

/** Saved views of the Business page. */
export const businessViews = periodViews('business_intelligence', readBusinessSearch);
