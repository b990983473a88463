import type { OptimizationProblem } from '#contracts/portfolio';
import { type Refusal, refuse } from './objective/allocation.ts';
import type { Constraints, GroupLimit, Trading } from './objective/constraints.ts';

/** Reads bounds, sector limits and trading from a problem; symbols nobody knows are refused by name. */
export function readConstraints(
  problem: OptimizationProblem,
  symbols: readonly string[],
): Constraints | Refusal {
  const stranger = findStranger(problem, symbols);
  if (stranger !== undefined) return stranger;
  const bounds = symbols.map((symbol) => boundOf(problem, symbol));
  const groups = readGroups(problem, symbols);
  if ('status' in groups) return groups;
  const trading = readTrading(problem, symbols);
  if (trading !== undefined && 'status' in trading) return trading;
  return {
    symbols,
    lower: Float64Array.from(bounds, ([low]) => low ?? Number.NEGATIVE_INFINITY),
    upper: Float64Array.from(bounds, ([, high]) => high ?? Number.POSITIVE_INFINITY),
    budget: problem.market_neutral === true ? 0 : 1,
    groups,
    ...(trading === undefined ? {} : { trading }),
  };
}

function findStranger(problem: OptimizationProblem, symbols: readonly string[]): Refusal | undefined {
  const known = new Set(symbols);
  const maps = {
    bounds: Array.isArray(problem.bounds) ? {} : (problem.bounds ?? {}),
    current_weights: problem.current_weights ?? {},
    market_weights: problem.market_weights ?? {},
    risk_budgets: problem.risk_budgets ?? {},
  };
  for (const [field, map] of Object.entries(maps)) {
    const strangers = Object.keys(map).filter((symbol) => !known.has(symbol));
    if (strangers.length > 0)
      return refuse(
        'invalid',
        `${field} names ${strangers.join(', ')}, which is not among the symbols.`,
        strangers,
      );
  }
  return undefined;
}

function boundOf(
  { bounds, market_neutral }: OptimizationProblem,
  symbol: string,
): readonly [number | null, number | null] {
  const usual = market_neutral === true ? ([-1, 1] as const) : ([0, 1] as const);
  if (bounds === undefined) return usual;
  return (Array.isArray(bounds) ? bounds : bounds[symbol]) ?? usual;
}

function readGroups(
  { sectors, sector_limits: limits }: OptimizationProblem,
  symbols: readonly string[],
): GroupLimit[] | Refusal {
  if (limits === undefined) return [];
  if (sectors === undefined)
    return refuse('invalid', 'sector_limits need sectors: say which symbol is in which sector.');
  const groups: GroupLimit[] = [];
  for (const [sector, { min, max }] of Object.entries(limits)) {
    const members = symbols.flatMap((symbol, j) => (sectors[symbol] === sector ? [j] : []));
    if (members.length === 0)
      return refuse('invalid', `sector_limits name ${sector}, but no symbol is in it.`, [sector]);
    groups.push({
      name: `limit of sector ${sector}`,
      members,
      lower: min ?? Number.NEGATIVE_INFINITY,
      upper: max ?? Number.POSITIVE_INFINITY,
    });
  }
  return groups;
}

function readTrading(
  {
    current_weights: current,
    max_turnover: maxTurnover,
    trading_cost: cost,
    market_neutral,
  }: OptimizationProblem,
  symbols: readonly string[],
): Trading | Refusal | undefined {
  if (maxTurnover === undefined && cost === undefined) return undefined;
  if (current === undefined)
    return refuse('invalid', 'max_turnover and trading_cost need current_weights to trade from.');
  const total = Object.values(current).reduce((sum, value) => sum + value, 0);
  const budget = market_neutral === true ? 0 : 1;
  // Cash may be held, so less than the whole is fine; more than the whole is not a portfolio.
  if (total > budget + 1e-6)
    return refuse('invalid', `current_weights sum to ${total}; they may not exceed ${budget}.`);
  return {
    from: Float64Array.from(symbols, (symbol) => current[symbol] ?? 0),
    maxTurnover: maxTurnover ?? Number.POSITIVE_INFINITY,
    cost: Float64Array.from(symbols, (symbol) => (typeof cost === 'number' ? cost : (cost?.[symbol] ?? 0))),
  };
}
