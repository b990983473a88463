import type { OptimizationProblem, OptimizationResult } from '#contracts/portfolio';
import type { Universe } from '#market';
import { type Bus, type Clock, type Database, DomainError, type Logger, type Route } from '#platform';
import type { Assessment } from './assess.ts';
import type { PricePanel } from './estimate/panel.ts';
import { pricePanel } from './market-prices.ts';
import type { Refusal } from './objective/allocation.ts';
import { startOptimiserThread } from './optimiser-thread.ts';
import { createPortfolioStore } from './portfolio-store.ts';
import { startRevaluation } from './revaluation.ts';
import { portfolioRoutes } from './routes.ts';

export interface PortfolioRoomDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where prices come from: the market room. */
  readonly market: { universe(): Promise<Universe> };
}

export interface PortfolioRoom extends AsyncDisposable {
  readonly routes: Route[];
  /**
   * Finds a portfolio on the market's own prices; runs on a thread of its own. `symbols` are required, sectors are the
   * market's unless given. Symbols without prices are said in the result.
   */
  optimise(problem: OptimizationProblem): Promise<OptimizationResult>;
  /** Measures given weights with the estimates of a problem, one assessment each; a refusal where there are none. */
  assess(
    problem: OptimizationProblem,
    portfolios: readonly Readonly<Record<string, number>>[],
  ): Promise<Assessment[] | Refusal>;
}

/** Sessions of history that estimates are made from: five years. */
const HISTORY_SESSIONS = 1_260;
const MAX_SYMBOLS = 1_000;

export function createPortfolioRoom(deps: PortfolioRoomDeps): PortfolioRoom {
  const store = createPortfolioStore(deps.database.pool);
  const thread = startOptimiserThread();
  const valuer = startRevaluation({ ...deps, store });
  const pose = createPoser(deps.market);
  const optimiseHere = async (problem: OptimizationProblem) => {
    const posed = await pose(problem);
    return thread.optimise(posed.problem, posed.prices);
  };
  return {
    routes: portfolioRoutes({ ...deps, store, thread, valuer, optimise: optimiseHere }),
    optimise: optimiseHere,
    async assess(problem, portfolios) {
      const posed = await pose(problem);
      return thread.assess(posed.problem, posed.prices, portfolios);
    },
    async [Symbol.asyncDispose]() {
      valuer[Symbol.dispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

interface Posed {
  readonly problem: OptimizationProblem;
  readonly prices: PricePanel;
}

/**
 * Gives problems the market's sectors and prices. One request solves several problems on the same prices, so the last
 * panel is kept while the market stands still.
 */
function createPoser(market: PortfolioRoomDeps['market']): (problem: OptimizationProblem) => Promise<Posed> {
  let latest: { readonly universe: Universe; readonly key: string; readonly prices: PricePanel } | undefined;
  return async (problem) => {
    const universe = await market.universe();
    const symbols = checkedSymbols(problem, universe);
    const key = `${universe.revision} ${symbols.join(' ')}`;
    if (latest?.universe !== universe || latest.key !== key)
      latest = { universe, key, prices: pricePanel(universe, symbols, HISTORY_SESSIONS) };
    const sectors =
      problem.sectors ??
      Object.fromEntries(symbols.map((symbol) => [symbol, universe.instrument(symbol)?.sector ?? 'Unknown']));
    return { problem: { ...problem, sectors }, prices: latest.prices };
  };
}

function checkedSymbols({ symbols }: OptimizationProblem, universe: Universe): readonly string[] {
  if (symbols === undefined || symbols.length === 0)
    throw new DomainError('invalid-fields', 'Say which symbols to choose from.', {
      errors: [{ pointer: '/symbols', message: 'is required' }],
    });
  if (symbols.length > MAX_SYMBOLS)
    throw new DomainError(
      'invalid-fields',
      `${symbols.length} symbols are too many; choose at most ${MAX_SYMBOLS}.`,
    );
  const unknown = symbols.filter((symbol) => universe.bars(symbol, 'raw').kind !== 'bars');
  if (unknown.length > 0)
    throw new DomainError('unknown-symbol', `The market has no prices of ${unknown.join(', ')}.`);
  return symbols;
}
