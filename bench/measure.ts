import { cpus, loadavg } from 'node:os';

/**
 * Least wall time of each candidate in milliseconds. Candidates take turns, so that a disturbance hits all of them,
 * and the least of many rounds is what the machine can do.
 */
export function leastMs<Name extends string>(
  candidates: Record<Name, () => void>,
  rounds: number,
): Record<Name, number> {
  const names = Object.keys(candidates) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) best[name] = Math.min(best[name], elapsedMs(candidates[name]));
  }
  return best;
}

export function elapsedMs(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Least wall time of a few runs of the same work, in milliseconds. */
export function leastOf(runs: number, work: () => void): number {
  return Math.min(...Array.from({ length: runs }, () => elapsedMs(work)));
}

/** Value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle value; the upper one of two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Where and under what load a figure was measured. */
export function machine(): string {
  const load = loadavg()[0]!.toFixed(1);
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores, load ${load}, Node ${process.version}`;
}
