import type * as Wire from '#contracts/market';
import type { Clock } from '#platform';
import { dashboardAnswer, overviewAnswer } from './answers.ts';
import { type Day, dayOf } from './bars.ts';
import { noMarketData } from './errors.ts';
import type { LiveUniverse } from './live-universe.ts';
import { marketMeta, waitingIn } from './meta.ts';
import type { Mover, Overview, OverviewOptions, Universe } from './universe-types.ts';

/** Rows in each list of the dashboard. */
const DASHBOARD_LIST: OverviewOptions = { limit: 10, minDollarVolume: 0 };

interface Deps {
  readonly live: LiveUniverse;
  readonly clock: Clock;
}

/** Answer to GET /analytics/market/overview. Throws `no-market-data`. */
export async function answerOverview(
  { live, clock }: Deps,
  query: Wire.OverviewQuery,
): Promise<Wire.OverviewAnswer> {
  const universe = await live.ready();
  const asOf = dayOfQuery(query.as_of);
  const options = { limit: query.limit, minDollarVolume: query.min_dollar_volume };
  const overview = overviewOf({ live, clock }, universe, asOf, options);
  return {
    ...envelope(clock),
    market_overview: overviewAnswer(overview),
    meta: metaOf({ live, clock }, universe, asOf, overview),
  };
}

/** `data` of the market_analytics dashboard, as of a date or now. Throws `no-market-data`. */
export async function answerDashboard(
  deps: Deps,
  asOfDate: string | undefined,
): Promise<Wire.MarketDashboard> {
  const universe = await deps.live.ready();
  const asOf = dayOfQuery(asOfDate);
  const overview = overviewOf(deps, universe, asOf, DASHBOARD_LIST);
  const crypto = universe.crypto(asOf, DASHBOARD_LIST);
  return dashboardAnswer(overview, crypto, metaOf(deps, universe, asOf, overview));
}

/** The engine's overview, without the symbols that have not traded in a session under way in its lists. */
function overviewOf(
  { live }: Deps,
  universe: Universe,
  asOf: Day | undefined,
  options: OverviewOptions,
): Overview {
  const { limit, minDollarVolume } = options;
  const session = universe.session(asOf);
  const waiting = session === undefined ? 0 : waitingIn(live, universe, session);
  const outcome = universe.overview(asOf, { limit: limit + waiting, minDollarVolume });
  if (outcome.kind === 'no-market-data') throw noMarketData(universe, outcome);
  const { overview } = outcome;
  if (waiting === 0) return overview;
  const day = dayOf(overview.date);
  const traded = (list: readonly Mover[]) =>
    list.filter(({ symbol }) => !live.isCarried(symbol, day)).slice(0, limit);
  return {
    ...overview,
    topGainers: traded(overview.topGainers),
    topLosers: traded(overview.topLosers),
    mostActiveByVolume: traded(overview.mostActiveByVolume),
    mostActiveByDollarVolume: traded(overview.mostActiveByDollarVolume),
  };
}

function metaOf({ live, clock }: Deps, universe: Universe, asOf: Day | undefined, overview: Overview) {
  const { symbols, withBar, withMarketCap } = overview.coverage;
  const session = dayOf(overview.date);
  return marketMeta(live, universe, clock, {
    session,
    asOf,
    waiting: waitingIn(live, universe, session),
    coverage: { symbols, with_bar: withBar, with_market_cap: withMarketCap },
  });
}

export function envelope(clock: Clock): { status: 'success'; timestamp: string } {
  return { status: 'success', timestamp: new Date(clock.now()).toISOString() };
}

export function dayOfQuery(date: string | undefined): Day | undefined {
  return date === undefined ? undefined : dayOf(date);
}
