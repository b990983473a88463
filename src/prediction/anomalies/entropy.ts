import type { Arena } from './arena.ts';

const LEVELS = 16;
const LEVELS_A_DEVIATION = 2;
const PRIOR = 0.5;

/** How differently the last values are distributed from all before them (relative entropy; Wang et al. 2011). */
export interface WindowEntropy {
  /** Nats, NaN until two windows are full; learns the standardised value. */
  divergence(standardised: number): number;
}

export function createWindowEntropy(arena: Arena, window: number): WindowEntropy {
  const recent = arena.counts(window);
  const inWindow = arena.counts(LEVELS);
  const before = arena.numbers(LEVELS);
  const seen = arena.numbers(1);

  return {
    divergence(standardised) {
      const level = Math.max(
        0,
        Math.min(LEVELS - 1, Math.floor(standardised * LEVELS_A_DEVIATION + LEVELS / 2)),
      );
      const count = seen[0]!;
      const place = count % window;
      inWindow[level]! += 1;
      if (count >= window) {
        const leaving = recent[place]!;
        inWindow[leaving]! -= 1;
        before[leaving]! += 1;
      }
      recent[place] = level;
      seen[0] = count + 1;
      if (count < 2 * window) return Number.NaN;
      const total = count - window + 1 + PRIOR * LEVELS;
      let sum = 0;
      for (let i = 0; i < LEVELS; i++) {
        const share = inWindow[i]! / window;
        if (share > 0) sum += share * Math.log((share * total) / (before[i]! + PRIOR));
      }
      return sum;
    },
  };
}
