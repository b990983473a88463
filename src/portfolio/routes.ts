import { Type } from 'typebox';
import {
  HoldingsImport,
  LotInput,
  LotParams,
  OptimizationProblem,
  OptimizationResult,
  PortfolioChange,
  PortfolioDetail,
  PortfolioInput,
  PortfolioParams,
  PortfolioRisk,
  PortfolioSummary,
  RebalanceAnswer,
  RebalanceRequest,
  RiskQuery,
} from '#contracts/portfolio';
import { type Clock, DomainError, defineRoute, itemChecker, type Route } from '#platform';
import { parseHoldings } from './holdings/holdings-csv.ts';
import type { OptimiserThread } from './optimiser-thread.ts';
import type { NewLot, PortfolioStore, StoredPortfolio } from './portfolio-store.ts';
import { rebalance } from './rebalance-answer.ts';
import type { Valuer } from './revaluation.ts';
import { valuationRisk } from './valuation.ts';
import { toDetail, toNewLot, toRisk, toSummary } from './wire.ts';

export interface PortfolioDeps {
  readonly store: PortfolioStore;
  readonly thread: OptimiserThread;
  readonly valuer: Valuer;
  readonly clock: Clock;
  optimise(problem: OptimizationProblem): Promise<OptimizationResult>;
}

const READ = { scope: 'portfolio:read', tag: 'platform' } as const;
const WRITE = { scope: 'portfolio:write', tag: 'platform' } as const;
const Removed = Type.Object({ status: Type.Literal('success') });
const LotsAdded = Type.Object({ accepted: Type.Integer(), errors: Type.Array(Type.Unknown()) });

export function portfolioRoutes(deps: PortfolioDeps): Route[] {
  return [...crudRoutes(deps), ...lotRoutes(deps), ...analysisRoutes(deps)];
}

/** The caller's portfolio; another owner's does not exist. */
async function own(store: PortfolioStore, owner: string, id: string): Promise<StoredPortfolio> {
  const portfolio = await store.find(owner, id);
  if (portfolio === undefined) throw new DomainError('not-found', `You have no portfolio ${id}.`);
  return portfolio;
}

function crudRoutes({ store, valuer }: PortfolioDeps): Route[] {
  const detail = async (portfolio: StoredPortfolio) => {
    const [{ valuation }, lots] = await Promise.all([valuer.value(portfolio), store.lots(portfolio.id)]);
    return toDetail(portfolio, valuation, lots);
  };
  return [
    defineRoute({
      ...WRITE,
      method: 'POST',
      path: '/portfolios',
      summary: 'Keep a portfolio',
      status: 201,
      schemas: { body: PortfolioInput, response: PortfolioDetail },
      async handler({ body, principal }) {
        const portfolio = await store.create(principal.id, body.name, body.cash, body.lots.map(toNewLot));
        valuer.publish(portfolio);
        return detail(portfolio);
      },
    }),
    defineRoute({
      ...READ,
      method: 'GET',
      path: '/portfolios',
      summary: 'Your portfolios',
      schemas: { response: Type.Object({ portfolios: Type.Array(PortfolioSummary), count: Type.Integer() }) },
      async handler({ principal }) {
        const portfolios = (await store.list(principal.id)).map(toSummary);
        return { portfolios, count: portfolios.length };
      },
    }),
    defineRoute({
      ...READ,
      method: 'GET',
      path: '/portfolios/{id}',
      summary: 'A portfolio with its holdings at the last prices',
      schemas: { params: PortfolioParams, response: PortfolioDetail },
      handler: async ({ params, principal }) => detail(await own(store, principal.id, params.id)),
    }),
    defineRoute({
      ...WRITE,
      method: 'PATCH',
      path: '/portfolios/{id}',
      summary: 'Rename a portfolio or set its cash',
      schemas: { params: PortfolioParams, body: PortfolioChange, response: PortfolioDetail },
      async handler({ params, body, principal }) {
        await own(store, principal.id, params.id);
        const portfolio = await store.update(principal.id, params.id, body);
        if (portfolio === undefined)
          throw new DomainError('not-found', `You have no portfolio ${params.id}.`);
        valuer.publish(portfolio);
        return detail(portfolio);
      },
    }),
    defineRoute({
      ...WRITE,
      method: 'DELETE',
      path: '/portfolios/{id}',
      summary: 'Delete a portfolio and its lots',
      schemas: { params: PortfolioParams, response: Removed },
      async handler({ params, principal }) {
        await own(store, principal.id, params.id);
        await store.remove(principal.id, params.id);
        return { status: 'success' };
      },
    }),
  ];
}

function lotRoutes({ store, valuer }: PortfolioDeps): Route[] {
  const check = itemChecker<LotInput>(LotInput);
  const add = async (portfolio: StoredPortfolio, lots: readonly NewLot[]) => {
    const added = await store.addLots(portfolio.id, lots);
    if (added.length > 0) valuer.publish(portfolio);
    return added;
  };
  return [
    defineRoute({
      ...WRITE,
      method: 'POST',
      path: '/portfolios/{id}/lots',
      summary: 'Add tax lots, one or many',
      status: 201,
      itemSchema: LotInput,
      schemas: { params: PortfolioParams, response: LotsAdded },
      async handler({ params, body, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        const { valid, errors } = check(body);
        const added = await add(
          portfolio,
          valid.map(({ value }) => toNewLot(value)),
        );
        return { accepted: added.length, errors };
      },
    }),
    defineRoute({
      ...WRITE,
      method: 'POST',
      path: '/portfolios/{id}/import',
      summary: "Add the lots of a broker's csv; all or none",
      status: 201,
      schemas: { params: PortfolioParams, body: HoldingsImport, response: LotsAdded },
      async handler({ params, body, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        const { rows, mistakes } = parseHoldings(body.csv);
        const first = mistakes[0];
        if (first !== undefined)
          throw new DomainError(
            'invalid-fields',
            `Line ${first.line}: ${first.message}. Nothing was imported.`,
            {
              errors: mistakes
                .slice(0, 100)
                .map(({ line, message }) => ({ pointer: `/csv line ${line}`, message })),
            },
          );
        return { accepted: (await add(portfolio, rows)).length, errors: [] };
      },
    }),
    defineRoute({
      ...WRITE,
      method: 'DELETE',
      path: '/portfolios/{id}/lots/{lot_id}',
      summary: 'Delete a tax lot',
      schemas: { params: LotParams, response: Removed },
      async handler({ params, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        if (!(await store.removeLot(portfolio.id, params.lot_id)))
          throw new DomainError('not-found', `The portfolio has no lot ${params.lot_id}.`);
        valuer.publish(portfolio);
        return { status: 'success' };
      },
    }),
  ];
}

function analysisRoutes(deps: PortfolioDeps): Route[] {
  const { store, valuer } = deps;
  return [
    defineRoute({
      ...READ,
      method: 'GET',
      path: '/portfolios/{id}/risk',
      summary: 'Volatility, tail risk, drawdown, beta, contributions and concentration',
      schemas: { params: PortfolioParams, query: RiskQuery, response: PortfolioRisk },
      async handler({ params, query, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        const { valuation, universe } = await valuer.value(portfolio);
        return toRisk(valuationRisk(valuation, universe, query.days), valuation);
      },
    }),
    defineRoute({
      ...READ,
      method: 'POST',
      path: '/portfolios/{id}/optimize',
      summary: 'Find better weights; the symbols are those held unless given',
      readsOnly: true,
      schemas: { params: PortfolioParams, body: OptimizationProblem, response: OptimizationResult },
      async handler({ params, body, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        const { valuation } = await valuer.value(portfolio);
        return deps.optimise({ symbols: valuation.holdings.map(({ symbol }) => symbol), ...body });
      },
    }),
    defineRoute({
      ...READ,
      method: 'POST',
      path: '/portfolios/{id}/rebalance',
      summary: 'The trades that lead to target weights, in whole lots, with costs and taxes',
      readsOnly: true,
      schemas: { params: PortfolioParams, body: RebalanceRequest, response: RebalanceAnswer },
      async handler({ params, body, principal }) {
        const portfolio = await own(store, principal.id, params.id);
        const lots = await store.lots(portfolio.id);
        const { valuation, universe } = await valuer.value(portfolio);
        return rebalance({ ...deps, portfolio, lots, valuation, universe }, body);
      },
    }),
  ];
}
