import type { AdjustedBars } from '#market';
import type { StreamValue } from './streams.ts';

const DAY_MS = 86_400_000;

/** What is judged of a symbol's completed sessions, oldest first. */
export interface DailyValues {
  readonly returns: StreamValue[];
  readonly volumes: StreamValue[];
}

/**
 * Logarithmic returns and logarithms of volumes. A session's time is its date at 00:00 UTC. Sessions without a positive
 * price or volume have none.
 * @param bars restated for splits
 * @param lastDay the last completed session
 */
export function dailyValues(
  { days, close, volume }: AdjustedBars,
  simulated: boolean,
  lastDay: number,
): DailyValues {
  const returns: StreamValue[] = [];
  const volumes: StreamValue[] = [];
  for (const [i, day] of days.entries()) {
    if (day > lastDay) break;
    const at = { atMs: day * DAY_MS, id: 0, simulated };
    const price = close[i] ?? Number.NaN;
    const judged = Math.log(price / (close[i - 1] ?? Number.NaN));
    if (Number.isFinite(judged)) returns.push({ ...at, judged, shown: price });
    const shares = volume[i] ?? 0;
    if (shares > 0) volumes.push({ ...at, judged: Math.log(shares), shown: shares });
  }
  return { returns, volumes };
}
