import type { OptimizationProblem } from '#contracts/portfolio';
import { TRADING_DAYS } from './estimate/panel.ts';
import { type Allocation, refuse } from './objective/allocation.ts';
import { hierarchicalRiskParity } from './objective/hierarchical.ts';
import {
  efficientReturn,
  efficientRisk,
  maxSharpe,
  maxUtility,
  minVolatility,
} from './objective/mean-variance.ts';
import { riskParity } from './objective/risk-parity.ts';
import {
  minScenarioRisk,
  type ScenarioMeasure,
  type ScenarioProblem,
  scenarioEfficientReturn,
  scenarioEfficientRisk,
} from './objective/scenario-risk.ts';
import {
  maxSemivarianceUtility,
  minSemivariance,
  type SemivarianceProblem,
  semivarianceEfficientReturn,
  semivarianceEfficientRisk,
} from './objective/semivariance.ts';
import type { OptimiseInputs } from './optimise-inputs.ts';
import type { Solver } from './programming/solve.ts';

type Method = Exclude<OptimizationProblem['method'], 'efficient_frontier'>;
type Run = (problem: OptimizationProblem, inputs: OptimiseInputs, solver: Solver) => Allocation;

const DEFAULT_BETA = 0.95;

/** Runs a method; a parameter it needs and does not have is refused by name. */
export function allocate(problem: OptimizationProblem, inputs: OptimiseInputs, solver: Solver): Allocation {
  const misplaced = misplacedField(problem);
  if (misplaced !== undefined) return misplaced;
  return METHODS[problem.method as Method](problem, inputs, solver);
}

const METHODS: Record<Method, Run> = {
  min_volatility: (problem, inputs, solver) => minVolatility(meanVariance(problem, inputs), solver),
  max_sharpe: (problem, inputs, solver) =>
    maxSharpe(meanVariance(problem, inputs), inputs.riskFreeRate, solver),
  max_quadratic_utility: (problem, inputs, solver) =>
    maxUtility(meanVariance(problem, inputs), problem.risk_aversion ?? 1, solver),
  efficient_return: (problem, inputs, solver) =>
    needs(problem, 'target_return', (target) =>
      efficientReturn(meanVariance(problem, inputs), target, solver),
    ),
  efficient_risk: (problem, inputs, solver) =>
    needs(problem, 'target_volatility', (target) =>
      efficientRisk(meanVariance(problem, inputs), target, solver),
    ),
  min_cvar: (problem, inputs, solver) => minScenarioRisk(scenario(problem, inputs, 'cvar'), solver),
  min_cdar: (problem, inputs, solver) => minScenarioRisk(scenario(problem, inputs, 'cdar'), solver),
  cvar_efficient_return: (problem, inputs, solver) =>
    needs(problem, 'target_return', (target) =>
      scenarioEfficientReturn(scenario(problem, inputs, 'cvar'), target, solver),
    ),
  cdar_efficient_return: (problem, inputs, solver) =>
    needs(problem, 'target_return', (target) =>
      scenarioEfficientReturn(scenario(problem, inputs, 'cdar'), target, solver),
    ),
  cvar_efficient_risk: (problem, inputs, solver) =>
    needs(problem, 'target_cvar', (target) =>
      scenarioEfficientRisk(scenario(problem, inputs, 'cvar'), target, solver),
    ),
  cdar_efficient_risk: (problem, inputs, solver) =>
    needs(problem, 'target_cdar', (target) =>
      scenarioEfficientRisk(scenario(problem, inputs, 'cdar'), target, solver),
    ),
  min_semivariance: (_, inputs, solver) => minSemivariance(semivarianceProblemOf(inputs), solver),
  semivariance_max_quadratic_utility: (problem, inputs, solver) =>
    maxSemivarianceUtility(semivarianceProblemOf(inputs), problem.risk_aversion ?? 1, solver),
  semivariance_efficient_return: (problem, inputs, solver) =>
    needs(problem, 'target_return', (target) =>
      semivarianceEfficientReturn(semivarianceProblemOf(inputs), target, solver),
    ),
  semivariance_efficient_risk: (problem, inputs, solver) =>
    needs(problem, 'target_semideviation', (target) =>
      semivarianceEfficientRisk(semivarianceProblemOf(inputs), target, solver),
    ),
  hrp: (_, { covariance, constraints }) => {
    const weights = hierarchicalRiskParity(covariance, constraints.symbols.length);
    if (!weights.every(Number.isFinite))
      return refuse('invalid', 'An asset without variance has no place in HRP: leave it out.');
    return constructed(weights, 0);
  },
  risk_parity: ({ risk_budgets: budgets }, { covariance, constraints }) => {
    const asked = Float64Array.from(constraints.symbols, (symbol) =>
      budgets === undefined ? 1 : (budgets[symbol] ?? 0),
    );
    if (asked.some((share) => share === 0))
      return refuse('invalid', 'risk_budgets must give every symbol a share above 0.');
    const total = asked.reduce((sum, share) => sum + share, 0);
    const parity = riskParity(
      covariance,
      asked.map((share) => share / total),
    );
    if (parity === undefined)
      return refuse(
        'invalid',
        'The covariance is singular along a long-only portfolio: use a shrunk covariance.',
      );
    return constructed(parity.weights, parity.residual);
  },
};

type Target = 'target_return' | 'target_volatility' | 'target_cvar' | 'target_cdar' | 'target_semideviation';

function needs(problem: OptimizationProblem, field: Target, run: (target: number) => Allocation): Allocation {
  const target = problem[field];
  return target === undefined ? refuse('invalid', `${problem.method} needs ${field}.`, [field]) : run(target);
}

/** Options that a method cannot honour are refused rather than ignored. */
function misplacedField(problem: OptimizationProblem): Allocation | undefined {
  const { method } = problem;
  const tail = /cvar|cdar/.test(method);
  if (problem.max_assets !== undefined && !tail)
    return refuse(
      'invalid',
      `max_assets works with the CVaR and CDaR methods; ${method} would need a quadratic integer program.`,
      ['max_assets'],
    );
  if (problem.l2_gamma !== undefined && (tail || method.includes('semivariance')))
    return refuse('invalid', `l2_gamma belongs to the mean-variance methods, not to ${method}.`, [
      'l2_gamma',
    ]);
  if (method !== 'hrp' && method !== 'risk_parity') return undefined;
  const constraint = (
    ['bounds', 'market_neutral', 'sector_limits', 'max_turnover', 'trading_cost'] as const
  ).find((field) => problem[field] !== undefined);
  if (constraint === undefined) return undefined;
  return refuse('invalid', `${method} sets the weights by risk alone and cannot honour ${constraint}.`, [
    constraint,
  ]);
}

function meanVariance(problem: OptimizationProblem, inputs: OptimiseInputs) {
  return { ...inputs, l2: problem.l2_gamma ?? 0 };
}

function scenario(
  problem: OptimizationProblem,
  inputs: OptimiseInputs,
  measure: ScenarioMeasure,
): ScenarioProblem {
  const base = scenarioProblemOf(inputs, measure, problem.beta);
  if (problem.max_assets === undefined) return base;
  return { ...base, cardinality: { maxAssets: problem.max_assets, minWeight: problem.min_weight ?? 0 } };
}

export function scenarioProblemOf(
  { constraints, expectedReturns, scenarios }: OptimiseInputs,
  measure: ScenarioMeasure,
  beta = DEFAULT_BETA,
): ScenarioProblem {
  return { constraints, expectedReturns, scenarios: scenarios.columns, measure, beta };
}

export function semivarianceProblemOf({
  constraints,
  expectedReturns,
  scenarios,
}: OptimiseInputs): SemivarianceProblem {
  return { constraints, expectedReturns, scenarios: scenarios.columns, frequency: TRADING_DAYS };
}

/** Risk-based weights are equations rather than optima: their certificate is the equations' residual. */
function constructed(weights: Float64Array, residual: number): Allocation {
  const sum = weights.reduce((total, value) => total + value, 0);
  const primalResidual = Math.max(Math.abs(sum - 1), -Math.min(0, ...weights));
  const kkt = Math.max(residual, primalResidual);
  return { status: 'optimal', weights, certificate: { primalResidual, dualResidual: residual, gap: 0, kkt } };
}
