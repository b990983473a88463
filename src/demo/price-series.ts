import { createChance } from './chance.ts';
import type { Listing } from './companies.ts';

/** One simulated session, as traded. `split` takes effect and `dividend` goes off on that day. */
export interface SimulatedSession {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly dividend: number;
  readonly split: number;
  /** Shares outstanding at the end of the day. */
  readonly shares: number;
}

const SESSIONS_A_QUARTER = 63;
/** A company splits its shares when they cost this much, and merges them when they cost as little as that. */
const SPLIT_ABOVE = 320;
const MERGE_BELOW = 4;
/** Share of all shares that changes hands on a quiet day. */
const TURNOVER = 0.004;
/** How strongly a price is drawn back to where it began: fashions pass. */
const REVERSION = 0.0006;

/** The sessions of a listing, one for each of the returns that it shares with others. */
export function priceSeries(listing: Listing, commonReturns: Float64Array): SimulatedSession[] {
  const own = createOwnChance(listing.symbol);
  const sessions: SimulatedSession[] = [];
  let { shares, price: close } = listing;
  for (const [i, common] of commonReturns.entries()) {
    const split = listing.assetClass === 'equity' ? splitAt(close) : 1;
    shares *= split;
    const before = close / split;
    const drawn = REVERSION * Math.log((listing.price * listing.shares) / (before * shares));
    const move = own.beta * common + own.volatility * own.move.fatTailed(i) + drawn;
    const pays = i % SESSIONS_A_QUARTER === own.payday;
    const dividend = pays ? cents((before * listing.dividendYield) / 4) : 0;
    const open = tick(before * Math.exp(0.3 * move + 0.2 * own.volatility * own.gap.normal(i)));
    close = tick(before * Math.exp(move) - dividend);
    const reach = (edge: number) => Math.exp(0.5 * own.volatility * Math.abs(own.range.normal(2 * i + edge)));
    const busy = Math.exp(0.3 * own.volume.normal(i)) * (1 + 25 * Math.abs(move));
    const high = tick(Math.max(open, close) * reach(0));
    const low = tick(Math.min(open, close) / reach(1));
    const volume = Math.round(shares * TURNOVER * busy);
    sessions.push({ open, high, low, close, volume, dividend, split, shares });
  }
  return sessions;
}

/** The temper of a listing, and the chance of its days. */
function createOwnChance(symbol: string) {
  const temper = createChance(symbol);
  return {
    beta: 0.6 + 0.9 * temper.uniform(0),
    volatility: 0.005 + 0.011 * temper.uniform(1),
    payday: Math.floor(SESSIONS_A_QUARTER * temper.uniform(2)),
    move: createChance(`${symbol} move`),
    gap: createChance(`${symbol} gap`),
    range: createChance(`${symbol} range`),
    volume: createChance(`${symbol} volume`),
  };
}

function splitAt(price: number): number {
  if (price > SPLIT_ABOVE) return 4;
  return price < MERGE_BELOW ? 0.1 : 1;
}

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}

/** Prices move by cents, those below a dollar by hundredths of a cent. */
export function tick(price: number): number {
  return price < 1 ? Math.max(0.0001, Math.round(price * 10_000) / 10_000) : cents(price);
}
