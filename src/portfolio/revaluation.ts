import type { Universe } from '#market';
import type { Bus, Logger } from '#platform';
import type { PortfolioStore, StoredPortfolio } from './portfolio-store.ts';
import { type Valuation, valuate, valuationRisk } from './valuation.ts';

/** Values portfolios and tells the bus. */
export interface Valuer {
  value(portfolio: StoredPortfolio): Promise<{ valuation: Valuation; universe: Universe }>;
  /** Values a portfolio after a change and publishes it as metrics; a failure is logged and reaches nobody. */
  publish(portfolio: StoredPortfolio): void;
}

interface RevaluationDeps {
  readonly store: PortfolioStore;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
}

/** The risk figures that dashboards show look back three years. */
const RISK_SESSIONS = 756;
/** Prices may change many times a second; portfolios are revalued once they have been quiet for this long. */
const QUIET_MS = 5_000;

/** Revalues every portfolio when prices have changed. */
export function startRevaluation({ store, bus, logger, market }: RevaluationDeps): Valuer & Disposable {
  let timer: NodeJS.Timeout | undefined;
  const value = async (portfolio: StoredPortfolio) => {
    const [universe, lots] = await Promise.all([market.universe(), store.lots(portfolio.id)]);
    return { valuation: valuate(lots, portfolio.cash, universe), universe };
  };
  const tell = async (portfolio: StoredPortfolio) => {
    const { valuation, universe } = await value(portfolio);
    const metrics = metricsOf(valuation, universe);
    if (Object.keys(metrics).length > 0)
      bus.publish('portfolio.valued', { portfolioId: portfolio.id, metrics, simulated: valuation.simulated });
  };
  const failed = (error: unknown) => logger.warn({ err: error }, 'a portfolio could not be valued');
  const everything = async () => {
    for (const portfolio of await store.all()) await tell(portfolio).catch(failed);
  };
  const stop = bus.subscribe('market.universe.refreshed', () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      everything().catch(failed);
    }, QUIET_MS).unref();
  });
  return {
    value,
    publish: (portfolio) => void tell(portfolio).catch(failed),
    [Symbol.dispose]() {
      stop();
      clearTimeout(timer);
    },
  };
}

/** Figures by the names that the business dashboard reads; what is not known is left out. */
function metricsOf(valuation: Valuation, universe: Universe): Record<string, number> {
  const risk = valuationRisk(valuation, universe, RISK_SESSIONS);
  const figures = {
    portfolio_value: valuation.value,
    profit_loss: valuation.profitLoss,
    'risk_metrics.volatility': risk.volatility,
    'risk_metrics.var_95': risk.var95,
    'risk_metrics.max_drawdown': risk.maxDrawdown,
    'risk_metrics.beta': risk.beta,
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}
