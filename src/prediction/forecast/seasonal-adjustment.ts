/** A series without its season, and the way back. */
export interface SeasonalAdjustment {
  readonly kind: 'none' | 'additive' | 'multiplicative';
  /** Index of each phase; `phase = position mod period`. Empty where there is none. */
  readonly indices: Float64Array;
  readonly adjusted: Float64Array;
}

/** z of the 90 % two-sided test for seasonality of the M4 competition. */
const SEASONAL_Z = 1.645;

/** Autocorrelation at one lag. */
export function autocorrelation(values: Float64Array, lag: number): number {
  const n = values.length;
  const mean = meanOf(values);
  let product = 0;
  let power = 0;
  for (let t = 0; t < n; t++) {
    const centred = (values[t] as number) - mean;
    power += centred * centred;
    if (t >= lag) product += centred * ((values[t - lag] as number) - mean);
  }
  return power > 0 ? product / power : 0;
}

/** Whether lag `period` correlates beyond what the lags before it explain (Bartlett; three periods at least). */
export function isSeasonal(values: Float64Array, period: number): boolean {
  const n = values.length;
  if (period < 2 || n < 3 * period) return false;
  let sum = 1;
  for (let lag = 1; lag < period; lag++) sum += 2 * autocorrelation(values, lag) ** 2;
  return Math.abs(autocorrelation(values, period)) > SEASONAL_Z * Math.sqrt(sum / n);
}

/** Classical decomposition around a centred moving average. Multiplicative needs values above zero. */
export function adjustSeason(
  values: Float64Array,
  period: number,
  kind: SeasonalAdjustment['kind'],
): SeasonalAdjustment {
  const n = values.length;
  if (kind === 'none' || period < 2 || n < 2 * period)
    return { kind: 'none', indices: new Float64Array(0), adjusted: values };
  const times = kind === 'multiplicative';
  const trend = centredMovingAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < n; t++) {
    const level = trend[t] as number;
    if (Number.isNaN(level)) continue;
    const phase = t % period;
    const deviation = times ? (values[t] as number) / level : (values[t] as number) - level;
    sums[phase] = (sums[phase] as number) + deviation;
    counts[phase] = (counts[phase] as number) + 1;
  }
  const neutral = times ? 1 : 0;
  const indices = sums.map((sum, phase) =>
    (counts[phase] as number) > 0 ? sum / (counts[phase] as number) : neutral,
  );
  const centre = meanOf(indices);
  for (let phase = 0; phase < period; phase++)
    indices[phase] = times ? (indices[phase] as number) / centre : (indices[phase] as number) - centre;
  if (times && indices.some((it) => !(it > 0.01))) return adjustSeason(values, period, 'additive');
  const adjusted = values.map((value, t) =>
    times ? value / (indices[t % period] as number) : value - (indices[t % period] as number),
  );
  return { kind, indices, adjusted };
}

/** Puts the season back onto values that begin at position `start` of the series. */
export function restoreSeason(
  { kind, indices }: SeasonalAdjustment,
  values: Float64Array,
  start: number,
): Float64Array {
  if (kind === 'none') return values;
  const at = (i: number) => indices[(start + i) % indices.length] as number;
  return values.map((value, i) => (kind === 'multiplicative' ? value * at(i) : value + at(i)));
}

/** NaN where the window does not fit; a window of even length has half weights at its ends. */
function centredMovingAverage(values: Float64Array, period: number): Float64Array {
  const n = values.length;
  const half = Math.floor(period / 2);
  const sums = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) sums[t + 1] = (sums[t] as number) + (values[t] as number);
  const average = new Float64Array(n).fill(Number.NaN);
  for (let t = half; t < n - half; t++) {
    const all = (sums[t + half + 1] as number) - (sums[t - half] as number);
    const ends = (values[t - half] as number) + (values[t + half] as number);
    average[t] = (period % 2 === 0 ? all - ends / 2 : all) / period;
  }
  return average;
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length > 0 ? sum / values.length : Number.NaN;
}
