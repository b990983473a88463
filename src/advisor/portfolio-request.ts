import type { PortfolioAdviceBody } from '#contracts/advisor';
import type { OptimizationProblem } from '#contracts/portfolio';
import { nearSymbols, type Universe } from '#market';
import { DomainError, type FieldError } from '#platform';
import { lastPrice } from '#portfolio';

/** A portfolio as it is held, by symbol. */
export interface Held {
  readonly symbols: readonly string[];
  /** Fractions that sum to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Of the last closes as traded; null where weights were given. */
  readonly valueUsd: number | null;
  readonly notes: readonly string[];
}

export const MAX_HOLDINGS = 1_000;
const SUM_TOLERANCE = 0.001;
/** A symbol this many days behind the market is not traded any more. */
const SILENT_DAYS = 14;
const KNOWN = new Set(['holdings', 'objective', 'constraints', 'include_frontier']);

/** Reads who holds what. Throws `invalid-fields` and `unknown-symbol` with everything that is wrong. */
export function readHoldings(body: PortfolioAdviceBody, universe: Universe): Held {
  const { holdings } = body;
  if (holdings.length > MAX_HOLDINGS)
    throw refuse([
      {
        pointer: '/holdings',
        message: `has ${holdings.length} items; at most ${MAX_HOLDINGS} can be optimised together`,
      },
    ]);
  const byQuantity = holdings.filter(({ quantity }) => quantity !== undefined).length;
  const mistakes = holdings.flatMap(({ quantity, weight }, index): FieldError[] => {
    const pointer = `/holdings/${index}`;
    if (quantity === undefined && weight === undefined)
      return [{ pointer, message: 'needs a quantity or a weight' }];
    if (quantity !== undefined && weight !== undefined)
      return [{ pointer, message: 'has both a quantity and a weight; give one of them' }];
    return [];
  });
  if (mistakes.length === 0 && byQuantity > 0 && byQuantity < holdings.length)
    mistakes.push({ pointer: '/holdings', message: 'mixes quantities and weights; use the same for all' });
  if (mistakes.length > 0) throw refuse(mistakes);
  refuseUntradable(body, universe);
  const ignored = Object.keys(body).filter((name) => !KNOWN.has(name));
  const notes = ignored.length === 0 ? [] : [`These fields are not read: ${ignored.join(', ')}.`];
  return byQuantity > 0 ? heldByQuantity(holdings, universe, notes) : heldByWeight(holdings, notes);
}

type Holdings = PortfolioAdviceBody['holdings'];

function refuse(errors: readonly FieldError[]): DomainError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new DomainError('invalid-fields', `${first?.pointer} ${first?.message}${more}.`, {
    errors: errors.slice(0, 100),
  });
}

function refuseUntradable({ holdings }: PortfolioAdviceBody, universe: Universe): void {
  const unknown: string[] = [];
  const silent: FieldError[] = [];
  const session = universe.session() ?? 0;
  for (const [index, holding] of holdings.entries()) {
    const symbol = holding.symbol.toUpperCase();
    const last = lastPrice(universe, symbol);
    if (last === undefined) unknown.push(symbol);
    else if (session - Date.parse(last.asOf) / 86_400_000 > SILENT_DAYS)
      silent.push({
        pointer: `/holdings/${index}/symbol`,
        message: `${symbol} last traded on ${last.asOf} and may be delisted; leave it out`,
      });
  }
  if (unknown.length > 0) {
    const near = nearSymbols(universe.instruments, unknown[0] ?? '');
    const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')} for ${unknown[0]}?`;
    throw new DomainError(
      'unknown-symbol',
      `The market has no prices of ${unknown.slice(0, 20).join(', ')}${unknown.length > 20 ? ` and ${unknown.length - 20} more` : ''}.${hint}`,
    );
  }
  if (silent.length > 0) throw refuse(silent);
}

/** Lots of one symbol are one position. */
function added(holdings: Holdings, amount: (holding: Holdings[number]) => number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const holding of holdings) {
    const symbol = holding.symbol.toUpperCase();
    sums.set(symbol, (sums.get(symbol) ?? 0) + amount(holding));
  }
  return sums;
}

function heldByQuantity(holdings: Holdings, universe: Universe, notes: readonly string[]): Held {
  const values = added(
    holdings,
    ({ symbol, quantity = 0 }) => quantity * (lastPrice(universe, symbol.toUpperCase())?.price ?? 0),
  );
  const valueUsd = [...values.values()].reduce((sum, value) => sum + value, 0);
  return { symbols: [...values.keys()], weights: shares(values, valueUsd), valueUsd, notes };
}

function heldByWeight(holdings: Holdings, notes: readonly string[]): Held {
  const weights = added(holdings, ({ weight = 0 }) => weight);
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    throw refuse([
      {
        pointer: '/holdings',
        message: `has weights that sum to ${Number(sum.toPrecision(6))}; they must sum to 1 (fractions, not percent)`,
      },
    ]);
  return { symbols: [...weights.keys()], weights: shares(weights, sum), valueUsd: null, notes };
}

const shares = (values: ReadonlyMap<string, number>, whole: number) =>
  Object.fromEntries([...values].map(([symbol, value]) => [symbol, value / whole]));

const METHODS = {
  max_sharpe: 'max_sharpe',
  min_volatility: 'min_volatility',
  min_cvar: 'min_cvar',
  risk_parity: 'risk_parity',
  hrp: 'hrp',
  target_return: 'efficient_return',
  target_volatility: 'efficient_risk',
} as const;

/** The optimiser's problem. Throws `invalid-fields` where constraints contradict themselves by the look of them. */
export function problemOf(body: PortfolioAdviceBody, { symbols, weights }: Held): OptimizationProblem {
  const { objective = 'max_sharpe', constraints = {} } = body;
  const { min_weight: least, max_weight: most, bounds, ...same } = constraints;
  const mistakes = constraintMistakes(body, symbols);
  if (mistakes.length > 0) throw refuse(mistakes);
  const usual: [number, number] = [least ?? 0, most ?? 1];
  const upper = Object.fromEntries(
    Object.entries(bounds ?? {}).map(([symbol, bound]) => [symbol.toUpperCase(), bound]),
  );
  return {
    method: METHODS[objective],
    symbols: [...symbols],
    cov: 'ledoit_wolf',
    ...(least === undefined && most === undefined && bounds === undefined
      ? {}
      : { bounds: Object.fromEntries(symbols.map((symbol) => [symbol, upper[symbol] ?? usual])) }),
    current_weights: { ...weights },
    ...same,
  };
}

function constraintMistakes(
  { objective, constraints = {} }: PortfolioAdviceBody,
  symbols: readonly string[],
): FieldError[] {
  const { min_weight: least = 0, max_weight: most = 1, bounds = {} } = constraints;
  const at = (pointer: string, message: string): FieldError => ({
    pointer: `/constraints/${pointer}`,
    message,
  });
  const strangers = Object.keys(bounds).filter((symbol) => !symbols.includes(symbol.toUpperCase()));
  const crossed = Object.entries(bounds).filter(
    ([, [low, high]]) => low !== null && high !== null && low > high,
  );
  return [
    ...(least > most ? [at('min_weight', `is ${least}, above max_weight ${most}`)] : []),
    ...strangers.map((symbol) => at(`bounds/${symbol}`, 'is not among the holdings')),
    ...crossed.map(([symbol]) => at(`bounds/${symbol}`, 'has its least weight above its most')),
    ...(objective === 'target_return' && constraints.target_return === undefined
      ? [at('target_return', 'is required by the objective target_return')]
      : []),
    ...(objective === 'target_volatility' && constraints.target_volatility === undefined
      ? [at('target_volatility', 'is required by the objective target_volatility')]
      : []),
  ];
}
