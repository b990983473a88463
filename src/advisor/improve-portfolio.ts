import type { OptimizationProblem, OptimizationResult } from '#contracts/portfolio';
import type { Universe } from '#market';
import { DomainError } from '#platform';
import type { Assessment, PortfolioRoom } from '#portfolio';
import { marketNames, namesOf } from './facts/market-names.ts';
import type { PortfolioChange, WeightChange } from './facts/portfolio-facts.ts';
import type { Held } from './portfolio-request.ts';

/** Above this the halves are not solved besides: each costs as much as the whole. */
const MAX_HALVED = 300;
const FRONTIER_POINTS = 20;

type Engine = Pick<PortfolioRoom, 'optimise' | 'assess'>;

/** A better portfolio with its proof, measured against the one held. */
export interface Improvement extends PortfolioChange {
  readonly warnings: readonly string[];
}

/** Finds, proves and measures. Throws `no-portfolio` where nothing satisfies the constraints. */
export async function improve(
  engine: Engine,
  problem: OptimizationProblem,
  held: Held,
  universe: Universe,
): Promise<Improvement> {
  const solution = solved(await engine.optimise(problem));
  const [before, after] = await measured(engine, problem, held.weights, solution.weights);
  const weights = weightChanges(held, solution.weights, before, after, universe);
  return {
    before,
    after,
    weights,
    valueUsd: held.valueUsd,
    turnover: weights.reduce((sum, it) => sum + Math.abs(it.after - it.before), 0) / 2,
    certificate: solution.certificate,
    stability: await stabilityOf(engine, problem, after),
    strangers: marketNames(universe),
    warnings: solution.warnings,
  };
}

interface Solution {
  readonly weights: Readonly<Record<string, number>>;
  readonly certificate: NonNullable<OptimizationResult['certificate']>;
  readonly warnings: readonly string[];
}

function solved({ status, weights, certificate, reason, conflict, warnings }: OptimizationResult): Solution {
  if (status === 'optimal' && weights !== null && certificate !== null)
    return { weights, certificate, warnings };
  throw new DomainError('no-portfolio', reason ?? 'The optimiser found no portfolio.', {
    errors: (conflict ?? []).map((name) => ({ pointer: '/constraints', message: name })),
  });
}

async function measured(
  engine: Engine,
  problem: OptimizationProblem,
  ...weights: readonly Readonly<Record<string, number>>[]
): Promise<[Assessment, Assessment]> {
  const assessments = await engine.assess(problem, weights);
  if ('status' in assessments) throw new DomainError('no-portfolio', assessments.reason);
  const [before, after] = assessments;
  if (before === undefined || after === undefined) throw new Error('An assessment is missing.');
  return [before, after];
}

/** Overlap of what either half of the history would have proposed: 1 the same, 0 nothing in common. */
async function stabilityOf(
  engine: Engine,
  problem: OptimizationProblem,
  { risk }: Assessment,
): Promise<number | null> {
  if (risk.from === null || risk.to === null || (problem.symbols?.length ?? 0) > MAX_HALVED) return null;
  const middle = new Date((Date.parse(risk.from) + Date.parse(risk.to)) / 2).toISOString().slice(0, 10);
  const halves = await Promise.all([
    engine.optimise({ ...problem, end_date: middle }),
    engine.optimise({ ...problem, start_date: middle }),
  ]);
  const [older, newer] = halves.map(({ weights }) => weights);
  if (older == null || newer == null) return null;
  return (problem.symbols ?? []).reduce(
    (sum, symbol) => sum + Math.max(0, Math.min(older[symbol] ?? 0, newer[symbol] ?? 0)),
    0,
  );
}

/** The best return for each risk within the same bounds. */
export async function frontierOf(
  engine: Engine,
  problem: OptimizationProblem,
): Promise<{ expected_return: number; volatility: number; weights: Record<string, number> }[] | null> {
  const { target_return: _, target_volatility: __, max_turnover: ___, ...free } = problem;
  const { frontier } = await engine.optimise({
    ...free,
    method: 'efficient_frontier',
    points: FRONTIER_POINTS,
  });
  return (
    frontier?.map(({ expected_return, risk, weights }) => ({ expected_return, volatility: risk, weights })) ??
    null
  );
}

function weightChanges(
  { symbols, weights }: Held,
  proposed: Readonly<Record<string, number>>,
  before: Assessment,
  after: Assessment,
  universe: Universe,
): WeightChange[] {
  const sharesOf = ({ risk }: Assessment) =>
    new Map(risk.contributions.map(({ symbol, share }) => [symbol, share]));
  const [current, future] = [sharesOf(before), sharesOf(after)];
  return symbols.map((symbol) => ({
    symbol,
    names: namesOf({ name: universe.instrument(symbol)?.name ?? null }),
    before: weights[symbol] ?? 0,
    after: proposed[symbol] ?? 0,
    riskShareBefore: current.get(symbol) ?? null,
    riskShareAfter: future.get(symbol) ?? null,
  }));
}
