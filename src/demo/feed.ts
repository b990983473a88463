import type { Quote } from '#contracts/market';
import { type MarketRoom, sessionDayOf, type Universe } from '#market';
import type { Clock, Logger } from '#platform';
import { type Chance, createChance } from './chance.ts';
import { tick } from './price-series.ts';
import { takeTurns } from './turns.ts';

interface FeedDeps {
  readonly market: Pick<MarketRoom, 'universe' | 'ingestSimulated'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A simulated instrument in the session under way. */
interface Trading {
  readonly symbol: string;
  readonly session: number;
  /** The close before this session. */
  readonly reference: number;
  readonly usualVolume: number;
  price: number;
  volume: number;
}

const EVERY_MS = 500;
const QUOTES_A_TURN = 3;
/** A step of one quote, and how strongly the price is drawn back to the close before: the day stays within a few percent. */
const STEP = 0.0015;
const PULL = 0.02;
/** Quotes it takes to trade a usual day's volume. */
const QUOTES_A_DAY = 1_500;

/**
 * Trades the simulated instruments, a few quotes at a time, through the way every quote takes. A new session begins
 * with a quote of each. Ends by itself when there are no simulated instruments any more.
 */
export function startDemoFeed({ market, clock, logger }: FeedDeps): AsyncDisposable {
  const chance = createChance(`feed ${clock.now()}`);
  const floor = new Map<string, Trading>();
  let turn = 0;

  /** One turn; false where there is nothing left to trade. */
  async function takeTurn(): Promise<boolean> {
    const universe = await market.universe();
    const symbols = universe.instruments.flatMap((it) => (it.simulated ? it.symbol : []));
    const session = sessionDayOf(clock.now());
    const opening = symbols.filter((symbol) => floor.get(symbol)?.session !== session);
    for (const symbol of opening) floor.set(symbol, enter(universe, symbol, session));
    const trading = opening.length > 0 ? opening : drawn(symbols, chance, turn);
    await market.ingestSimulated(
      trading.map((symbol) => trade(floor.get(symbol) as Trading, chance, turn++)),
    );
    return symbols.length > 0;
  }

  return takeTurns(EVERY_MS, takeTurn, (error) => logger.warn({ err: error }, 'the demo feed missed a turn'));
}

function drawn(symbols: readonly string[], chance: Chance, turn: number): string[] {
  const places = Array.from({ length: QUOTES_A_TURN }, (_, i) => chance.uniform(turn + i) * symbols.length);
  return [...new Set(places.flatMap((place) => symbols[Math.floor(place)] ?? []))];
}

/** Takes up trading where the stored bars stand: at the last close, or in the middle of today's bar. */
function enter(universe: Universe, symbol: string, session: number): Trading {
  const outcome = universe.bars(symbol, 'splits');
  if (outcome.kind !== 'bars')
    return { symbol, session, reference: 100, usualVolume: 1e6, price: 100, volume: 0 };
  const { days, close, volume } = outcome.bars;
  const last = days.length - 1;
  const price = close[last] as number;
  if (days[last] !== session)
    return { symbol, session, reference: price, usualVolume: volume[last] as number, price, volume: 0 };
  return {
    symbol,
    session,
    reference: close[last - 1] ?? price,
    usualVolume: volume[last - 1] ?? 1e6,
    price,
    volume: volume[last] as number,
  };
}

function trade(trading: Trading, chance: Chance, turn: number): Quote {
  const pull = PULL * Math.log(trading.reference / trading.price);
  trading.price = tick(trading.price * Math.exp(pull + STEP * chance.fatTailed(turn)));
  trading.volume += Math.ceil((trading.usualVolume / QUOTES_A_DAY) * 2 * chance.uniform(turn));
  return { symbol: trading.symbol, price: trading.price, volume: trading.volume };
}
