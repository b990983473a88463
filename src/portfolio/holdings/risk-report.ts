import { sampleCovariance } from '../estimate/covariance.ts';
import { betaOf } from '../estimate/expected-returns.ts';
import type { ReturnPanel } from '../estimate/panel.ts';
import { dot, multiply } from '../linear-algebra/vectors.ts';
import { tailMean } from '../objective/scenario-risk.ts';
import { portfolioReturns } from '../objective/semivariance.ts';

/** One position's part in the risk. */
export interface RiskContribution {
  readonly symbol: string;
  readonly weight: number;
  /** Change of the portfolio's annual volatility per unit of weight. */
  readonly marginal: number;
  /** Share of the variance; all shares add up to 1. */
  readonly share: number;
}

/**
 * Risk of today's weights, held through the past: volatility annual, VaR and CVaR of one day as positive losses,
 * drawdown of the compounded path, all as fractions. `null` where the history is too short.
 */
export interface RiskReport {
  readonly observations: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly volatility: number | null;
  readonly var95: number | null;
  readonly cvar95: number | null;
  readonly maxDrawdown: number | null;
  readonly beta: number | null;
  readonly contributions: readonly RiskContribution[];
  readonly concentration: {
    readonly herfindahl: number;
    readonly effectiveAssets: number;
    readonly largest: number;
  };
}

/** Fewer daily returns than this say nothing about a tail of 5 %. */
export const MIN_OBSERVATIONS = 60;
const CONFIDENCE = 0.95;

/**
 * `returns` are complete rows, one column a position in the order of `weights`; `market` are the benchmark's returns of
 * the same days.
 */
export function riskReport(returns: ReturnPanel, weights: Float64Array, market: Float64Array): RiskReport {
  const herfindahl = dot(weights, weights);
  const concentration = {
    herfindahl,
    effectiveAssets: herfindahl > 0 ? 1 / herfindahl : 0,
    largest: weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0),
  };
  const observations = returns.days.length;
  const span = { observations, from: returns.days[0] ?? null, to: returns.days.at(-1) ?? null };
  if (observations < MIN_OBSERVATIONS)
    return {
      ...span,
      volatility: null,
      var95: null,
      cvar95: null,
      maxDrawdown: null,
      beta: null,
      contributions: [],
      concentration,
    };
  const covariance = sampleCovariance(returns);
  const marginalVariance = multiply(covariance, weights);
  const variance = dot(weights, marginalVariance);
  const volatility = Math.sqrt(Math.max(0, variance));
  const path = portfolioReturns(returns.columns, weights);
  const losses = path.map((value) => -value);
  return {
    ...span,
    volatility,
    var95: quantile(losses, CONFIDENCE),
    cvar95: tailMean(losses, CONFIDENCE),
    maxDrawdown: maxDrawdown(path),
    beta: finiteOrNull(betaOf(path, market)),
    contributions: returns.symbols.map((symbol, j) => ({
      symbol,
      weight: weights[j] as number,
      marginal: volatility > 0 ? (marginalVariance[j] as number) / volatility : 0,
      share: variance > 0 ? ((weights[j] as number) * (marginalVariance[j] as number)) / variance : 0,
    })),
    concentration,
  };
}

/** Largest fall from a previous high of the compounded path; 0 … 1. */
export function maxDrawdown(path: Float64Array): number {
  let value = 1;
  let peak = 1;
  let worst = 0;
  for (const change of path) {
    value *= 1 + change;
    peak = Math.max(peak, value);
    worst = Math.max(worst, 1 - value / peak);
  }
  return worst;
}

/** The loss that the share `level` of days does not exceed: the smallest observed one (no interpolation). */
function quantile(values: Float64Array, level: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1)] as number;
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);
