/** Bounds extra upstream calls, so that an outage is not answered with a storm. Every fallback, retry and hedge takes one. */
export interface RetryBudget {
  /** Counts one request; it earns its share of an extra call. */
  earn(): void;
  /** True where an extra call may be made now. */
  take(): boolean;
  available(): number;
  readonly ratio: number;
}

/** Eight extra calls for a hundred requests, after twenty that a fresh process may make: together under a tenth. */
const RATIO = 0.08;
const HEAD_START = 20;
const MOST_SAVED = 100;

export function createRetryBudget(ratio = RATIO, headStart = HEAD_START): RetryBudget {
  let saved = headStart;
  return {
    ratio,
    earn: () => void (saved = Math.min(MOST_SAVED, saved + ratio)),
    take() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
    available: () => saved,
  };
}
