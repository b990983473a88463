import { periodViews } from '../../views/period-views.ts';
import { readUsersSearch } from './users-search.ts';

/** Saved views of the Users page. */
export const usersViews = periodViews('user_analytics', readUsersSearch);
