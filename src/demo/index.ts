import { lastCompletedWeekday, loadSimulated } from '#market';
import type { Bus, Clock, Database } from '#platform';
import { simulatedMarket } from './market.ts';

export { startDemoFeed } from './feed.ts';

/** Fills a database without market data with the simulated market up to the last completed weekday; else does nothing. */
export function loadDemoMarket(deps: {
  readonly database: Database;
  readonly bus: Bus;
  readonly clock: Clock;
}): Promise<boolean> {
  const lastDay = lastCompletedWeekday(deps.clock.now());
  return loadSimulated({ pool: deps.database.pool, bus: deps.bus }, () => simulatedMarket(lastDay));
}
export { loadDemoUsage } from './load-usage.ts';
export { startDemoVisits } from './visits-feed.ts';
