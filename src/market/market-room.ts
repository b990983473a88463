import type { BusEvents } from '#contracts/events';
import type { MarketDashboard, Quote } from '#contracts/market';
import type { Bus, Cache, Clock, Database, Logger, Route } from '#platform';
import type { Day } from './bars.ts';
import { ingestQuotes, timed } from './ingest.ts';
import { MARKET_TAG, startLiveUniverse } from './live-universe.ts';
import { answerDashboard } from './market-answers.ts';
import { marketRoutes } from './routes.ts';
import { lastCompletedWeekday } from './session-date.ts';
import type { SessionChange, Universe } from './universe-types.ts';

/** The market_analytics dashboard as the registry of dashboards takes it. */
export interface MarketDashboardEntry {
  readonly type: 'market_analytics';
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly changedBy: readonly (keyof BusEvents)[];
  compute(query: { readonly asOf: string | undefined }): Promise<MarketDashboard>;
}

export interface MarketRoom extends AsyncDisposable {
  readonly routes: Route[];
  readonly dashboard: MarketDashboardEntry;
  /** The universe as it is now; waits for a load that is under way. */
  universe(): Promise<Universe>;
  /** Resolves when every change told of so far is in the universe. */
  caughtUp(): Promise<void>;
  /** By symbol, how its price has changed in the last session: of the exchange for equities, of crypto for crypto. */
  sessionChanges(asOf?: Day): Promise<Map<string, SessionChange>>;
  /** Whether any instrument is made up; false until the first load is done. */
  isSimulated(): boolean;
  /** Records quotes of simulated instruments; those of other symbols are dropped. */
  ingestSimulated(quotes: readonly Quote[]): Promise<void>;
}

export interface MarketRoomDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Market data: bars, quotes, and what is computed from them. Loading begins at once, in the background. */
export function createMarketRoom(deps: MarketRoomDeps): MarketRoom {
  const live = startLiveUniverse(deps);
  const midnight = watchForStaleness(deps);
  const inside = { ...deps, pool: deps.database.pool, live };
  return {
    routes: marketRoutes(inside),
    dashboard: {
      type: 'market_analytics',
      title: 'Market',
      description: 'Breadth, movers, sectors, volatility and technical state of the last session',
      tags: [MARKET_TAG],
      changedBy: ['market.universe.refreshed'],
      compute: ({ asOf }) => answerDashboard(inside, asOf),
    },
    universe: () => live.ready(),
    caughtUp: () => live.caughtUp(),
    sessionChanges: async (asOf) => (await live.ready()).sessionChanges(asOf),
    isSimulated: () => live.current?.instruments.some(({ simulated }) => simulated) ?? false,
    async ingestSimulated(quotes) {
      const nowMs = deps.clock.now();
      await ingestQuotes(
        inside,
        quotes.map((quote) => timed(quote, nowMs)),
        'demo',
      );
    },
    async [Symbol.asyncDispose]() {
      clearInterval(midnight);
      await live[Symbol.asyncDispose]();
    },
  };
}

const WATCH_MS = 60_000;

/** When a weekday closes, data that were the latest may be old: answers that say otherwise are made anew. */
function watchForStaleness({ bus, cache, clock }: MarketRoomDeps): NodeJS.Timeout {
  let known = lastCompletedWeekday(clock.now());
  return setInterval(() => {
    const day = lastCompletedWeekday(clock.now());
    if (day === known) return;
    known = day;
    cache.bump([MARKET_TAG]);
    bus.publish('market.universe.refreshed', { symbols: [] });
  }, WATCH_MS).unref();
}
