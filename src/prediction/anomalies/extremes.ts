import type { Arena } from './arena.ts';

/** How one statistic compares with all its earlier values. */
export interface Novelty {
  /** Nats: about −log of the chance that a value so far out is met by chance; 0 for an ordinary one. */
  surprise: number;
  /** Whether it lies on the upper side. */
  isHigh: boolean;
  /** Separate earlier events as far out. */
  rank: number;
  /** Earlier range, and how many values made it. */
  lowest: number;
  highest: number;
  seen: number;
}

export interface Extremes {
  /** Compares a value with the earlier ones and learns it; NaN is passed over. The answer is overwritten next time. */
  judge(value: number): Novelty;
}

/** Values before which nothing is judged. */
const WARM_UP = 60;
/** Separate events remembered on each side. */
const KEPT = 8;
/** Values that belong to one event: a spike of ten points is one. */
const EVENT_VALUES = 50;
/** How fast surprise falls with the number of earlier events as far out; 1 would be a rank among independent values. */
const RANK_PENALTY = 1.25;
const LARGEST_EXCESS = 10;
const SLOTS = KEPT + 3;

/**
 * Record novelty. Of N independent values the next one is a record with chance 1/(N + 1), so a record surprises by
 * log(N + 1) nats, more by as much of the earlier range as it exceeds it; the k-th largest surprises less by its rank.
 * @param sides 2 for a statistic that may be too low as well as too high, 1 for one that is only strange when high
 * @param dependence neighbouring values that count as one independent value
 */
export function createExtremes(arena: Arena, sides: 1 | 2, dependence: number): Extremes {
  const seen = arena.numbers(1);
  const high = createSide(arena);
  const low = createSide(arena);
  const novelty: Novelty = { surprise: 0, isHigh: true, rank: 0, lowest: 0, highest: 0, seen: 0 };

  function compare(value: number, logCount: number): void {
    const range = novelty.highest - novelty.lowest;
    const above = high.surprise(value, range, logCount);
    const below = sides === 2 ? low.surprise(-value, range, logCount) : 0;
    novelty.isHigh = above >= below;
    novelty.surprise = novelty.isHigh ? above : below;
    novelty.rank = novelty.isHigh ? high.rank(value) : low.rank(-value);
  }

  return {
    judge(value) {
      novelty.surprise = 0;
      novelty.rank = 0;
      novelty.isHigh = true;
      if (Number.isNaN(value)) return novelty;
      const count = seen[0] ?? 0;
      novelty.seen = count;
      if (count > 0) {
        novelty.highest = high.extreme();
        novelty.lowest = -low.extreme();
      }
      if (count > WARM_UP && (high.reaches(value) || (sides === 2 && low.reaches(-value))))
        compare(value, Math.log(count / dependence + 1));
      high.learn(value, count === 0);
      low.learn(-value, count === 0);
      seen[0] = count + 1;
      return novelty;
    },
  };
}

/** The largest values of separate events, descending, then the peak of the latest event and how long it still lasts. */
function createSide(arena: Arena) {
  const state = arena.numbers(SLOTS);
  const count = KEPT;
  const peak = KEPT + 1;
  const left = KEPT + 2;

  function rank(value: number): number {
    const length = state[count]!;
    let place = 0;
    while (place < length && state[place]! >= value) place++;
    return place;
  }

  function insert(value: number): void {
    const place = rank(value);
    const length = Math.min(KEPT, state[count]! + 1);
    for (let i = length - 1; i > place; i--) state[i] = state[i - 1]!;
    if (place < length) state[place] = value;
    state[count] = length;
    state[peak] = value;
    state[left] = EVENT_VALUES;
  }

  function remove(value: number): void {
    const place = state.indexOf(value);
    const length = state[count]!;
    if (place < 0 || place >= length) return;
    for (let i = place; i < length - 1; i++) state[i] = state[i + 1]!;
    state[count] = length - 1;
  }

  return {
    extreme: () => state[0]!,
    /** Whether a value is among the largest. */
    reaches: (value: number) => state[count]! < KEPT || value > state[KEPT - 1]!,
    rank,
    surprise(value: number, range: number, logCount: number): number {
      const top = state[0]!;
      if (value > top) {
        const floor = 1e-9 * (Math.abs(top) + Math.abs(top - range)) + 1e-12;
        return logCount * (1 + Math.min(LARGEST_EXCESS, (value - top) / Math.max(range, floor)));
      }
      const place = rank(value);
      if (place === state[count]!) return 0;
      return Math.max(0, logCount - RANK_PENALTY * Math.log(1 + place));
    },
    learn(value: number, isFirst: boolean): void {
      const within = !isFirst && state[left]! > 0;
      if (within) state[left]! -= 1;
      if (within && value > state[peak]!) {
        remove(state[peak]!);
        insert(value);
      } else if (!within && (state[count]! < KEPT || value > state[KEPT - 1]!)) insert(value);
    },
  };
}
