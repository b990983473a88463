import { Compile } from 'typebox/compile';
import { OptimizationProblem, type OptimizationResult } from '#contracts/portfolio';
import { fieldErrors } from '#platform';
import type { PricePanel } from './estimate/panel.ts';
import { dot, quadraticForm } from './linear-algebra/vectors.ts';
import { type Allocation, type Refusal, refuse } from './objective/allocation.ts';
import { efficientFrontier } from './objective/mean-variance.ts';
import { scenarioRisk } from './objective/scenario-risk.ts';
import { semideviation } from './objective/semivariance.ts';
import { type OptimiseInputs, readInputs } from './optimise-inputs.ts';
import { allocate, scenarioProblemOf, semivarianceProblemOf } from './optimise-methods.ts';
import { CERTIFICATE_TOLERANCE } from './programming/certificate.ts';
import type { Solver } from './programming/solve.ts';

const validator = Compile(OptimizationProblem);

/**
 * Finds the portfolio a problem asks for. Prices are daily adjusted closes. Never throws on bad input: the result's
 * status and reason say what is wrong.
 */
export function optimise(input: unknown, prices: PricePanel, solver: Solver): OptimizationResult {
  if (!validator.Check(input)) {
    const errors = fieldErrors(validator, input, '').map(
      ({ pointer, message }) => `${pointer || 'The problem'} ${message}`,
    );
    return refused(undefined, refuse('invalid', `${errors.join('; ')}.`, errors));
  }
  const problem: OptimizationProblem = input;
  const inputs = readInputs(problem, prices);
  if ('status' in inputs) return refused(problem, inputs);
  if (problem.method === 'efficient_frontier') return frontierResult(problem, inputs, solver);
  const allocation = allocate(problem, inputs, solver);
  return allocation.status === 'optimal' ? found(problem, inputs, allocation) : refused(problem, allocation);
}

type Found = Extract<Allocation, { status: 'optimal' }>;

function found(
  problem: OptimizationProblem,
  inputs: OptimiseInputs,
  { weights, certificate }: Found,
): OptimizationResult {
  if (!(certificate.kkt <= CERTIFICATE_TOLERANCE))
    return refused(
      problem,
      refuse(
        'unresolved',
        `The certificate is ${certificate.kkt}, above ${CERTIFICATE_TOLERANCE}; the answer is withheld.`,
      ),
    );
  const { constraints, expectedReturns, covariance, riskFreeRate, observations, warnings } = inputs;
  const expectedReturn = dot(expectedReturns, weights);
  const volatility = Math.sqrt(Math.max(0, quadraticForm(covariance, weights)));
  const { measure, risk } = riskOf(problem, inputs, weights, volatility);
  const ratio = (value: number) => (value > 0 ? (expectedReturn - riskFreeRate) / value : null);
  const { trading } = constraints;
  const trades =
    trading === undefined
      ? undefined
      : weights.map((value, j) => Math.abs(value - (trading.from[j] as number)));
  return {
    ...blank(problem),
    status: 'optimal',
    weights: named(constraints.symbols, weights),
    expected_return: expectedReturn,
    risk,
    risk_measure: measure,
    volatility,
    sharpe: ratio(volatility),
    sortino: measure === 'semideviation' ? ratio(risk) : null,
    turnover: trades === undefined ? null : trades.reduce((sum, value) => sum + value, 0),
    trading_cost: trades === undefined || trading === undefined ? null : dot(trading.cost, trades),
    certificate: {
      kind: problem.method === 'hrp' ? 'construction' : 'optimality',
      kkt: certificate.kkt,
      gap: certificate.gap,
      primal_residual: certificate.primalResidual,
      dual_residual: certificate.dualResidual,
    },
    observations,
    warnings: [...warnings],
  };
}

function riskOf(
  { method, beta }: OptimizationProblem,
  inputs: OptimiseInputs,
  weights: Float64Array,
  volatility: number,
): { measure: string; risk: number } {
  if (method.includes('semivariance'))
    return { measure: 'semideviation', risk: semideviation(semivarianceProblemOf(inputs), weights) };
  const measure = method.includes('cvar') ? 'cvar' : method.includes('cdar') ? 'cdar' : undefined;
  if (measure === undefined) return { measure: 'volatility', risk: volatility };
  return { measure, risk: scenarioRisk(scenarioProblemOf(inputs, measure, beta), weights) };
}

/** The frontier's points; the answer's own weights are those of its best Sharpe ratio. */
function frontierResult(
  problem: OptimizationProblem,
  inputs: OptimiseInputs,
  solver: Solver,
): OptimizationResult {
  const allocations = efficientFrontier(inputs, problem.points ?? 20, solver);
  const results: OptimizationResult[] = [];
  for (const allocation of allocations) {
    if (allocation.status !== 'optimal') return refused(problem, allocation);
    results.push(found(problem, inputs, allocation));
  }
  const best = results.reduce((a, b) => ((b.sharpe ?? -Infinity) > (a.sharpe ?? -Infinity) ? b : a));
  const frontier = results.map(({ expected_return, risk, sharpe, weights }) => ({
    expected_return: expected_return ?? 0,
    risk: risk ?? 0,
    sharpe,
    weights: weights ?? {},
  }));
  return { ...best, frontier };
}

function refused(
  problem: OptimizationProblem | undefined,
  { status, reason, conflict }: Refusal,
): OptimizationResult {
  return { ...blank(problem), status, reason, conflict: conflict.length === 0 ? null : [...conflict] };
}

function blank(problem: OptimizationProblem | undefined): OptimizationResult {
  return {
    status: 'invalid',
    method: problem?.method ?? null,
    weights: null,
    expected_return: null,
    risk: null,
    risk_measure: null,
    volatility: null,
    sharpe: null,
    sortino: null,
    turnover: null,
    trading_cost: null,
    frontier: null,
    certificate: null,
    observations: null,
    reason: null,
    conflict: null,
    warnings: [],
  };
}

/** Weights by symbol; what is zero to within the certificate is written as 0. */
function named(symbols: readonly string[], weights: Float64Array): Record<string, number> {
  return Object.fromEntries(
    symbols.map((symbol, j) => {
      const weight = weights[j] as number;
      return [symbol, Math.abs(weight) < 1e-12 ? 0 : weight];
    }),
  );
}
