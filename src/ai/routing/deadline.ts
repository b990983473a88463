import type { Ranked } from './scoring.ts';

export interface DeadlineSplit {
  readonly kept: readonly Ranked[];
  readonly late: readonly { readonly candidate: Ranked; readonly reason: string }[];
  /** Set where nobody is quick enough and the quickest was kept all the same. */
  readonly nobodyIsQuick: string | null;
}

/** Leaves out candidates whose predicted p90 is beyond the time left; where that is all of them, the quickest stays. */
export function splitByDeadline(candidates: readonly Ranked[], leftMs: number): DeadlineSplit {
  const inTime = candidates.filter(({ p90LatencyMs }) => p90LatencyMs <= leftMs);
  if (inTime.length === candidates.length) return { kept: inTime, late: [], nobodyIsQuick: null };
  const quickest = candidates.reduce((a, b) => (b.p90LatencyMs < a.p90LatencyMs ? b : a));
  const kept = inTime.length > 0 ? inTime : [quickest];
  const late = candidates
    .filter((candidate) => !kept.includes(candidate))
    .map((candidate) => ({ candidate, reason: reasonOf(candidate, leftMs) }));
  const nobodyIsQuick =
    inTime.length > 0
      ? null
      : `No model is likely to answer within ${seconds(leftMs)}; ${quickest.model.id}, the quickest, is asked all the same.`;
  return { kept, late, nobodyIsQuick };
}

function reasonOf({ p90LatencyMs }: Ranked, leftMs: number): string {
  return `its predicted p90 of ${seconds(p90LatencyMs)} exceeds the ${seconds(leftMs)} left`;
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
}
