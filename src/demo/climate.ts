import { createChance } from './chance.ts';

interface Regime {
  readonly drift: number;
  readonly volatility: number;
  /** Chance that the next day is of another regime. */
  readonly ends: number;
}

/** Daily figures of a long rise, a nervous sideways market and a fall. */
const REGIMES: readonly Regime[] = [
  { drift: 0.0009, volatility: 0.006, ends: 0.008 },
  { drift: 0.0001, volatility: 0.01, ends: 0.02 },
  { drift: -0.0016, volatility: 0.019, ends: 0.03 },
];
const SECTOR_VOLATILITY = 0.006;
const COIN_VOLATILITY = 0.03;

/** What each day does to everything that is traded. */
export function marketReturns(days: number): Float64Array {
  const moves = createChance('market');
  const turns = createChance('regime');
  const returns = new Float64Array(days);
  let regime = 0;
  for (let day = 0; day < days; day += 1) {
    const { drift, volatility, ends } = REGIMES[regime] as Regime;
    returns[day] = drift + volatility * moves.fatTailed(day);
    if (turns.uniform(2 * day) < ends) regime = nextRegime(regime, turns.uniform(2 * day + 1));
  }
  return returns;
}

/** From a rise or a fall to the nervous market; from there up twice as often as down. */
function nextRegime(regime: number, turn: number): number {
  if (regime !== 1) return 1;
  return turn < 2 / 3 ? 0 : 2;
}

/** What each day does to the companies of a sector. */
export function sectorReturns(sector: string, market: Float64Array): Float64Array {
  const own = createChance(sector);
  return market.map((move, day) => move + SECTOR_VOLATILITY * own.normal(day));
}

/** What each day, weekends too, does to all coins: a market of its own. */
export function coinReturns(days: number): Float64Array {
  const own = createChance('coins');
  return Float64Array.from({ length: days }, (_, day) => 0.0006 + COIN_VOLATILITY * own.fatTailed(day));
}
