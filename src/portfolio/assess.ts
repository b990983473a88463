import type { OptimizationProblem } from '#contracts/portfolio';
import type { PricePanel } from './estimate/panel.ts';
import { type RiskReport, riskReport } from './holdings/risk-report.ts';
import { dot, quadraticForm } from './linear-algebra/vectors.ts';
import type { Refusal } from './objective/allocation.ts';
import { readInputs } from './optimise-inputs.ts';

/** What a portfolio is worth having, by the estimates its problem would be solved with. Annual fractions. */
export interface Assessment {
  readonly expectedReturn: number;
  readonly volatility: number;
  readonly sharpe: number | null;
  /** Of the days on which every symbol has a price. */
  readonly risk: RiskReport;
}

/** Measures given weights, one assessment each, with the estimates of one problem; a refusal where they cannot be made. */
export function assess(
  problem: OptimizationProblem,
  prices: PricePanel,
  portfolios: readonly Readonly<Record<string, number>>[],
): Assessment[] | Refusal {
  const inputs = readInputs(problem, prices);
  if ('status' in inputs) return inputs;
  const { constraints, expectedReturns, covariance, riskFreeRate, scenarios } = inputs;
  const noMarket = new Float64Array(scenarios.days.length).fill(Number.NaN);
  return portfolios.map((portfolio) => {
    const weights = Float64Array.from(constraints.symbols, (symbol) => portfolio[symbol] ?? 0);
    const expectedReturn = dot(expectedReturns, weights);
    const volatility = Math.sqrt(Math.max(0, quadraticForm(covariance, weights)));
    return {
      expectedReturn,
      volatility,
      sharpe: volatility > 0 ? (expectedReturn - riskFreeRate) / volatility : null,
      risk: riskReport(scenarios, weights, noMarket),
    };
  });
}
