import type { Arena } from './arena.ts';

/** Mean and standard deviation of everything seen (Welford 1962). */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly standardDeviation: number;
  add(value: number): void;
  /** How many standard deviations a value lies above the mean. */
  standardise(value: number): number;
}

export function createMoments(arena: Arena): Moments {
  const state = arena.numbers(3);
  const count = () => state[0] ?? 0;
  const mean = () => state[1] ?? 0;
  const standardDeviation = () => (count() === 0 ? 0 : Math.sqrt((state[2] ?? 0) / count()));
  return {
    get count() {
      return count();
    },
    get mean() {
      return mean();
    },
    get standardDeviation() {
      return standardDeviation();
    },
    add(value) {
      const n = count() + 1;
      const before = value - mean();
      const middle = mean() + before / n;
      state[0] = n;
      state[1] = middle;
      state[2] = (state[2] ?? 0) + before * (value - middle);
    },
    standardise: (value) => (value - mean()) / (standardDeviation() + 1e-12),
  };
}
