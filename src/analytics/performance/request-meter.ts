import type { RequestObservation } from '#platform';

/** What happened on one route since the meter was last read. */
export interface RouteSums {
  readonly method: string;
  readonly route: string;
  count: number;
  errors: number;
  totalMs: number;
  maxMs: number;
  bytes: number;
  /** Requests by upper bound of their time, as in LATENCY_BOUNDS_MS; the last place is for all above. */
  readonly histogram: number[];
}

export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Adds up requests by route between two readings. */
export interface RequestMeter {
  observe(observation: RequestObservation): void;
  /** The sums since the last call, which starts them anew. */
  take(): RouteSums[];
}

export function createRequestMeter(): RequestMeter {
  let routes = new Map<string, RouteSums>();
  return {
    observe({ method, route, status, seconds, bytes }) {
      const name = `${method} ${route}`;
      let sums = routes.get(name);
      if (sums === undefined) {
        const histogram = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
        sums = { method, route, count: 0, errors: 0, totalMs: 0, maxMs: 0, bytes: 0, histogram };
        routes.set(name, sums);
      }
      const ms = seconds * 1_000;
      sums.count += 1;
      sums.totalMs += ms;
      sums.bytes += bytes;
      sums.maxMs = Math.max(sums.maxMs, ms);
      if (status >= 500) sums.errors += 1;
      const place = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
      const bucket = place < 0 ? LATENCY_BOUNDS_MS.length : place;
      sums.histogram[bucket] = (sums.histogram[bucket] ?? 0) + 1;
    },
    take() {
      const taken = [...routes.values()];
      routes = new Map();
      return taken;
    },
  };
}

/** A percentile read off a histogram, linear inside its bucket; null where it is empty. `maxMs` closes the last bucket. */
export function percentileOf(histogram: readonly number[], share: number, maxMs: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [place, count] of histogram.entries()) {
    if (below + count >= rank && count > 0) {
      const low = LATENCY_BOUNDS_MS[place - 1] ?? 0;
      const high = Math.min(LATENCY_BOUNDS_MS[place] ?? maxMs, maxMs);
      return low + (Math.max(high - low, 0) * (rank - below)) / count;
    }
    below += count;
  }
  return maxMs;
}
