import type { DashboardSettings } from '#contracts/dashboard-views';
import type { ViewedDashboard } from '../api/views.ts';

/** How the address of a page is kept as a saved view. */
export interface ViewKind<Search extends object> {
  readonly type: ViewedDashboard;
  /** What is stored: the address whole, and of it what the API's own `?view=` can compute by. */
  readonly toSettings: (search: Search) => DashboardSettings;
  /** The address that settings mean, never an empty one; what the page does not know in them is ignored. */
  readonly toSearch: (settings: DashboardSettings, nowMs: number) => Search;
}
