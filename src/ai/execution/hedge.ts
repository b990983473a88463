import { ProviderFailure } from '../providers/failure.ts';
import type { Attempt } from './attempt.ts';

/** Bounds what hedges may cost: five cents for every dollar that ordinary calls cost. */
export interface HedgeBudget {
  earn(costUsd: number): void;
  take(expectedUsd: number): boolean;
  availableUsd(): number;
}

const SHARE = 0.05;
/** Saved at most, as a multiple of the dearest hedge seen: a quiet night must not pay for a storm. */
const MOST_SAVED_USD = 1;

export function createHedgeBudget(): HedgeBudget {
  let saved = 0;
  return {
    earn: (costUsd) => void (saved = Math.min(MOST_SAVED_USD, saved + SHARE * costUsd)),
    take(expectedUsd) {
      if (saved < expectedUsd) return false;
      saved -= expectedUsd;
      return true;
    },
    availableUsd: () => saved,
  };
}

/**
 * Waits for the first token; where it is late, asks a second model and takes whichever begins first. The loser is ended
 * and billed for what it used.
 * @throws ProviderFailure of the first where neither begins.
 */
export async function primeHedged(
  first: Attempt,
  lateAfterMs: number | null,
  second: () => Attempt | null,
): Promise<Attempt> {
  const primed = first.prime();
  if (lateAfterMs === null || (await inTime(primed, lateAfterMs))) {
    await primed;
    return first;
  }
  const hedge = second();
  if (hedge === null) {
    await primed;
    return first;
  }
  try {
    const winner = await Promise.any([primed.then(() => first), hedge.prime().then(() => hedge)]);
    (winner === first ? hedge : first).leave(new ProviderFailure('aborted', 'Another model began sooner.'));
    return winner;
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}

/** False where the time passed first; a failure within it is thrown. */
function inTime(primed: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, false);
    primed.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
