import type { LotInput, PortfolioDetail, PortfolioRisk, PortfolioSummary } from '#contracts/portfolio';
import { MIN_OBSERVATIONS, type RiskReport } from './holdings/risk-report.ts';
import type { TaxLot } from './holdings/tax-lots.ts';
import type { NewLot, StoredPortfolio } from './portfolio-store.ts';
import type { Valuation } from './valuation.ts';

export function toNewLot({ symbol, quantity, cost_per_share, acquired_on }: LotInput): NewLot {
  return { symbol, quantity, costPerShare: cost_per_share ?? null, acquiredOn: acquired_on ?? null };
}

export function toSummary({ id, name, cash, createdAt, updatedAt }: StoredPortfolio): PortfolioSummary {
  return { id, name, cash, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}

export function toDetail(
  portfolio: StoredPortfolio,
  { holdings, value, profitLoss, unpriced, simulated }: Valuation,
  lots: readonly TaxLot[],
): PortfolioDetail {
  return {
    ...toSummary(portfolio),
    value,
    profit_loss: profitLoss,
    holdings: holdings.map(({ last, profitLoss: gain, ...holding }) => ({
      ...holding,
      price: last?.price ?? null,
      price_as_of: last?.asOf ?? null,
      profit_loss: gain,
    })),
    lots: lots.map(({ costPerShare, acquiredOn, ...lot }) => ({
      ...lot,
      cost_per_share: costPerShare,
      acquired_on: acquiredOn,
    })),
    unpriced: [...unpriced],
    simulated,
  };
}

export function toRisk(report: RiskReport, { unpriced, simulated }: Valuation): PortfolioRisk {
  const { var95, cvar95, maxDrawdown, contributions, concentration, ...same } = report;
  const { herfindahl, effectiveAssets, largest } = concentration;
  return {
    ...same,
    var_95: var95,
    cvar_95: cvar95,
    max_drawdown: maxDrawdown,
    contributions: [...contributions],
    concentration: { herfindahl, effective_assets: effectiveAssets, largest },
    reason: reasonOf(report, unpriced),
    simulated,
  };
}

function reasonOf({ observations }: RiskReport, unpriced: readonly string[]): string | null {
  if (observations < MIN_OBSERVATIONS)
    return `${observations} days have a return of every holding; risk needs at least ${MIN_OBSERVATIONS}.`;
  return unpriced.length === 0 ? null : `Without ${unpriced.join(', ')}, which have no price.`;
}
