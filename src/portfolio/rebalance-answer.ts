import type { Static } from 'typebox';
import type {
  OptimizationProblem,
  OptimizationResult,
  RebalanceAnswer,
  RebalanceRequest,
} from '#contracts/portfolio';
import type { Universe } from '#market';
import { type Clock, DomainError } from '#platform';
import type { RebalanceInput, RebalancePlan } from './holdings/rebalance.ts';
import type { TaxLot } from './holdings/tax-lots.ts';
import { lastPrice } from './market-prices.ts';
import type { OptimiserThread } from './optimiser-thread.ts';
import type { StoredPortfolio } from './portfolio-store.ts';
import type { Valuation } from './valuation.ts';

interface RebalanceContext {
  readonly portfolio: StoredPortfolio;
  readonly lots: readonly TaxLot[];
  readonly valuation: Valuation;
  readonly universe: Universe;
  readonly clock: Clock;
  readonly thread: OptimiserThread;
  optimise(problem: OptimizationProblem): Promise<OptimizationResult>;
}

type Request = Static<typeof RebalanceRequest>;

/** Plans the way to target weights, given or optimised. */
export async function rebalance(context: RebalanceContext, request: Request): Promise<RebalanceAnswer> {
  const { portfolio, lots, valuation, universe, clock, thread } = context;
  if (valuation.unpriced.length > 0)
    throw new DomainError(
      'no-market-data',
      `There is no price of ${valuation.unpriced.join(', ')}. Import one first.`,
    );
  if (!(valuation.value !== null && valuation.value > 0))
    throw new DomainError('invalid-fields', 'The portfolio is empty: add cash or lots first.');
  const { targets, optimization } = await targetsOf(context, request);
  const symbols = [...new Set([...targets.keys(), ...lots.map(({ symbol }) => symbol)])];
  const input: RebalanceInput = {
    lots,
    cash: portfolio.cash,
    targets,
    prices: pricesOf(symbols, universe),
    lotSize: request.lot_size,
    costRate: request.cost_rate,
    lotMethod: request.lot_method,
    taxRates: { shortTerm: request.short_term_tax_rate, longTerm: request.long_term_tax_rate },
    today: new Date(clock.now()).toISOString().slice(0, 10),
  };
  const plan = await thread.planRebalance(input);
  if (plan === undefined)
    throw new DomainError(
      'deadline-exceeded',
      'No plan in whole lots was found in time. Use a smaller lot_size or fewer symbols.',
    );
  return { ...toWire(plan), optimization, simulated: valuation.simulated };
}

async function targetsOf(
  context: RebalanceContext,
  { target_weights: given, problem }: Request,
): Promise<{ targets: Map<string, number>; optimization: OptimizationResult | null }> {
  if ((given === undefined) === (problem === undefined))
    throw new DomainError('invalid-fields', 'Give either target_weights or a problem to optimise, not both.');
  if (given !== undefined) return { targets: checked(given), optimization: null };
  const symbols = context.valuation.holdings.map(({ symbol }) => symbol);
  const optimization = await context.optimise({ symbols, ...problem } as OptimizationProblem);
  if (optimization.weights === null)
    throw new DomainError('invalid-fields', optimization.reason ?? 'The problem has no answer.', {
      errors: (optimization.conflict ?? []).map((message) => ({ pointer: '/problem', message })),
    });
  return { targets: checked(optimization.weights), optimization };
}

function checked(weights: Record<string, number>): Map<string, number> {
  const entries = Object.entries(weights);
  const negative = entries.find(([, weight]) => weight < -1e-9);
  if (negative !== undefined)
    throw new DomainError(
      'invalid-fields',
      `The weight of ${negative[0]} is ${negative[1]}; a plan cannot sell short.`,
    );
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  if (total > 1 + 1e-6)
    throw new DomainError(
      'invalid-fields',
      `The target weights sum to ${total}; they may not exceed 1 (the rest is cash).`,
    );
  return new Map(entries.map(([symbol, weight]) => [symbol, Math.max(0, weight)]));
}

function pricesOf(symbols: readonly string[], universe: Universe): Map<string, number> {
  const prices = new Map<string, number>();
  for (const symbol of symbols) {
    const last = lastPrice(universe, symbol);
    if (last === undefined) throw new DomainError('unknown-symbol', `The market has no price of ${symbol}.`);
    prices.set(symbol, last.price);
  }
  return prices;
}

function toWire(plan: RebalancePlan): Omit<RebalanceAnswer, 'optimization' | 'simulated'> {
  const { trades, realisedGain, weights, ...same } = plan;
  return {
    ...same,
    realised_gain: realisedGain,
    weights: Object.fromEntries(weights),
    trades: trades.map(({ lots, ...trade }) => ({
      ...trade,
      lots: lots.map(({ lotId, ...lot }) => ({ ...lot, lot_id: lotId })),
    })),
  };
}
