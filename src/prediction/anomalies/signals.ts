import type { Arena } from './arena.ts';
import { createAutoregression } from './autoregression.ts';
import { createCodebook } from './codebook.ts';
import { createDayProfile } from './day-profile.ts';
import { createWindowEntropy } from './entropy.ts';
import { createForest } from './forest.ts';
import { createMoments } from './moments.ts';
import { createRecent } from './recent.ts';
import { STATISTICS, type Windows } from './statistics.ts';

/** Spread below this share of the series' standard deviation counts as none. */
const LEAST_SPREAD = 0.02;

/** Turns points into the values of STATISTICS. */
export interface Signals {
  /** Values in the order of STATISTICS, NaN where one is not defined yet; overwritten by the next call. */
  next(timeSeconds: number, value: number): Float64Array;
  /** Points seen. */
  readonly count: number;
}

export function createSignals(arena: Arena, windows: Windows): Signals {
  const { short, long } = windows;
  const out = new Float64Array(STATISTICS.length);
  const moments = createMoments(arena);
  const values = createRecent(arena, long);
  const residuals = createRecent(arena, long);
  const dayResiduals = createRecent(arena, long);
  const shortMeans = createRecent(arena, 2 * short + 1);
  const longMeans = createRecent(arena, long + 1);
  const autoregression = createAutoregression(arena, values, moments);
  const profile = createDayProfile(arena);
  const codebook = createCodebook(arena, 3);
  const forest = createForest(arena, 3);
  const entropy = createWindowEntropy(arena, long);
  const state = new Float64Array(3);
  const path = new Float64Array(3);

  function shapes(value: number): void {
    const standardised = moments.standardise(value);
    state[0] = standardised;
    state[1] = moments.standardise(shortMeans.ago(0));
    state[2] = moments.standardise(longMeans.ago(0));
    for (let i = 0; i < 3; i++) path[i] = moments.standardise(shortMeans.ago(i * short));
    const { count } = moments;
    out[15] = count < long ? Number.NaN : codebook.distance(state);
    out[16] = count < 3 * short ? Number.NaN : forest.rarity(path);
    out[17] = entropy.divergence(standardised);
  }

  return {
    get count() {
      return moments.count;
    },
    next(timeSeconds, value) {
      moments.add(value);
      const { count } = moments;
      const residual = autoregression.residual(value);
      const dayResidual = profile.residual(timeSeconds, value);
      values.push(value);
      residuals.push(residual);
      dayResiduals.push(Number.isNaN(dayResidual) ? 0 : dayResidual);
      shortMeans.push(values.mean(short));
      longMeans.push(values.mean(long));
      out[0] = value;
      out[1] = residual;
      out[2] = dayResidual;
      const floor = LEAST_SPREAD * moments.standardDeviation + 1e-12;
      windowed(short, 0);
      windowed(long, 1);
      out[13] = count < 2 * short ? Number.NaN : shortMeans.ago(0) - shortMeans.ago(short);
      out[14] = count < 2 * long ? Number.NaN : longMeans.ago(0) - longMeans.ago(long);
      shapes(value);
      return out;

      function windowed(window: number, offset: 0 | 1): void {
        const isFull = count >= window;
        out[3 + offset] = isFull ? (offset === 0 ? shortMeans : longMeans).ago(0) : Number.NaN;
        out[5 + offset] = isFull ? residuals.mean(window) : Number.NaN;
        out[7 + offset] = isFull ? dayResiduals.mean(window) : Number.NaN;
        out[9 + offset] = isFull ? Math.log(values.standardDeviation(window) + floor) : Number.NaN;
        out[11 + offset] = isFull ? residuals.meanAbsolute(window) : Number.NaN;
      }
    },
  };
}
