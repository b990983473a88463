import type { OptimizationProblem } from '#contracts/portfolio';
import { exponentialCovariance, sampleCovariance, semiCovariance } from './estimate/covariance.ts';
import { capmReturn, emaHistoricalReturn, meanHistoricalReturn } from './estimate/expected-returns.ts';
import {
  completeRows,
  type PricePanel,
  type ReturnPanel,
  returnsOf,
  selectSymbols,
} from './estimate/panel.ts';
import { ledoitWolf, oracleApproximating, type ShrinkageTarget } from './estimate/shrinkage.ts';
import { type Refusal, refuse } from './objective/allocation.ts';
import { blackLitterman, impliedReturns } from './objective/black-litterman.ts';
import type { Constraints } from './objective/constraints.ts';
import { readConstraints } from './optimise-constraints.ts';

/** Everything an objective needs, in arrays that follow `constraints.symbols`. */
export interface OptimiseInputs {
  readonly constraints: Constraints;
  readonly expectedReturns: Float64Array;
  readonly covariance: Float64Array;
  /** Daily returns of the rows in which every symbol has a price. */
  readonly scenarios: ReturnPanel;
  readonly riskFreeRate: number;
  readonly observations: number;
  readonly warnings: readonly string[];
}

export const DEFAULT_RISK_FREE_RATE = 0.02;
/** Dense covariances beyond this size take minutes and gigabytes. */
export const MAX_ASSETS = 1_000;

const SCENARIO_METHOD = /cvar|cdar|semivariance/;

/** Estimates returns and risk from prices and reads the constraints; a refusal says what is missing or contradictory. */
export function readInputs(problem: OptimizationProblem, prices: PricePanel): OptimiseInputs | Refusal {
  const { panel, missing } = selectSymbols(windowOf(prices, problem), problem.symbols ?? prices.symbols);
  if (missing.length > 0) return refuse('invalid', `There are no prices of ${missing.join(', ')}.`, missing);
  if (panel.symbols.length > MAX_ASSETS)
    return refuse(
      'invalid',
      `${panel.symbols.length} assets are too many for one dense problem: choose at most ${MAX_ASSETS} with "symbols".`,
    );
  const returns = returnsOf(panel);
  const thin = panel.symbols.filter((_, j) => countOf(returns.columns[j] as Float64Array) < 2);
  if (thin.length > 0)
    return refuse(
      'invalid',
      `Too little history: ${thin.join(', ')} needs at least 3 consecutive prices.`,
      thin,
    );
  const scenarios = returnsOf(completeRows(panel));
  const scenarioMethod = SCENARIO_METHOD.test(problem.method);
  if (scenarioMethod && scenarios.days.length < 2)
    return refuse(
      'invalid',
      'No three days have a price of every symbol: leave out the symbols with the shortest history.',
    );
  const constraints = readConstraints(problem, panel.symbols);
  if ('status' in constraints) return constraints;
  const covariance = estimateCovariance(problem.cov ?? 'sample', returns);
  const hole = covariance.findIndex(Number.isNaN);
  if (hole >= 0) {
    const pair = [Math.floor(hole / panel.symbols.length), hole % panel.symbols.length].map(
      (j) => panel.symbols[j] as string,
    );
    return refuse(
      'invalid',
      `${pair.join(' and ')} never traded on the same days, so their covariance is unknown.`,
      pair,
    );
  }
  const basis = scenarioMethod && problem.mean_return_from !== 'all rows' ? scenarios : returns;
  const riskFreeRate = problem.risk_free_rate ?? DEFAULT_RISK_FREE_RATE;
  const expectedReturns = estimateReturns(problem, basis, riskFreeRate);
  if ('status' in expectedReturns) return expectedReturns;
  const estimates = withViews(problem, { expectedReturns, covariance }, panel.symbols, riskFreeRate);
  if ('status' in estimates) return estimates;
  const observations = scenarioMethod ? scenarios.days.length : returns.days.length;
  return {
    constraints,
    ...estimates,
    scenarios,
    riskFreeRate,
    observations,
    warnings: warningsOf(problem, panel, observations),
  };
}

function windowOf(
  prices: PricePanel,
  { start_date = '', end_date = '9999-12-31' }: OptimizationProblem,
): PricePanel {
  const rows = prices.days.flatMap((day, t) => (day >= start_date && day <= end_date ? [t] : []));
  if (rows.length === prices.days.length) return prices;
  return {
    symbols: prices.symbols,
    days: rows.map((t) => prices.days[t] as string),
    columns: prices.columns.map((column) => Float64Array.from(rows, (t) => column[t] as number)),
  };
}

const countOf = (column: Float64Array) =>
  column.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);

function spanOf(name: string): number | undefined {
  const span = /span=(\d+)/.exec(name)?.[1];
  return span === undefined ? undefined : Number(span);
}

/** Covariance by its wire name, e.g. `ledoit_wolf(single_factor)`; annual. */
export function estimateCovariance(name: string, returns: ReturnPanel): Float64Array {
  if (name === 'sample') return sampleCovariance(returns);
  if (name === 'oas') return oracleApproximating(returns).covariance;
  if (name === 'semicovariance') return semiCovariance(returns);
  if (name.startsWith('exp_cov')) return exponentialCovariance(returns, spanOf(name));
  const target = /\((\w+)\)/.exec(name)?.[1] as ShrinkageTarget | undefined;
  return ledoitWolf(returns, target).covariance;
}

function estimateReturns(
  { expected_returns: chosen = 'mean' }: OptimizationProblem,
  returns: ReturnPanel,
  riskFreeRate: number,
): Float64Array | Refusal {
  if (typeof chosen === 'object') {
    const missing = returns.symbols.filter((symbol) => chosen[symbol] === undefined);
    if (missing.length > 0)
      return refuse('invalid', `expected_returns lacks ${missing.join(', ')}.`, missing);
    return Float64Array.from(returns.symbols, (symbol) => chosen[symbol] as number);
  }
  if (chosen === 'capm') return capmReturn(returns, riskFreeRate);
  return chosen === 'mean' ? meanHistoricalReturn(returns) : emaHistoricalReturn(returns, spanOf(chosen));
}

interface Estimates {
  readonly expectedReturns: Float64Array;
  readonly covariance: Float64Array;
}

function withViews(
  { views, tau, market_weights: market, risk_aversion: aversion = 2.5 }: OptimizationProblem,
  estimates: Estimates,
  symbols: readonly string[],
  riskFreeRate: number,
): Estimates | Refusal {
  if (views === undefined || views.length === 0) return estimates;
  const strangers = views.flatMap(({ assets }) =>
    Object.keys(assets).filter((symbol) => !symbols.includes(symbol)),
  );
  if (strangers.length > 0)
    return refuse(
      'invalid',
      `A view names ${strangers.join(', ')}, which is not among the symbols.`,
      strangers,
    );
  const weights = Float64Array.from(symbols, (symbol) => market?.[symbol] ?? 0);
  const prior =
    market === undefined
      ? estimates.expectedReturns
      : impliedReturns(estimates.covariance, weights, aversion, riskFreeRate);
  const posterior = blackLitterman({
    covariance: estimates.covariance,
    prior,
    views: views.map((view) => ({
      pick: Float64Array.from(symbols, (symbol) => view.assets[symbol] ?? 0),
      value: view.return,
      ...(view.confidence === undefined ? {} : { confidence: view.confidence }),
    })),
    ...(tau === undefined ? {} : { tau }),
  });
  return (
    posterior ?? refuse('invalid', 'Two views say the same with certainty: drop one or lower its confidence.')
  );
}

function warningsOf(problem: OptimizationProblem, { symbols }: PricePanel, observations: number): string[] {
  const shrunk = /ledoit|oas/.test(problem.cov ?? 'sample');
  if (shrunk || observations > symbols.length) return [];
  return [
    `${observations} returns cannot tell ${symbols.length} assets apart: the covariance is singular. Use "cov": "ledoit_wolf" or a longer history.`,
  ];
}
