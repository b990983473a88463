import { combinedForecast, LONG, membersFor, SHORT } from './combination.ts';
import type { SeriesContext } from './series-context.ts';

/** What the forecast made after `end` values was worth: actual − forecast for as many steps as are known. */
export interface OriginErrors {
  readonly end: number;
  readonly errors: Float64Array;
  /** Size of the values before this origin, as a unit of error. */
  readonly unit: number;
  /** Mean size of a change from value to value before this origin. */
  readonly meanChange: number;
}

const SHORT_ORIGINS = 24;
/** Autoregressions on long series cost more. */
const LONG_ORIGINS = 14;
const FEWEST_VALUES = 5;

/** Forecasts again after every one of the last ends, from the values before it alone. Newest first. */
export function rollOrigins(context: SeriesContext, horizon: number, origins?: number): OriginErrors[] {
  const { values, season, longSeason } = context;
  const n = values.length;
  const short = membersFor(context, n) === SHORT;
  const count = origins ?? (short ? SHORT_ORIGINS : LONG_ORIGINS);
  const earliest = earliestEnd(context, short, count);
  const room = n - 1 - earliest;
  // Overlapping by half at most, and over two seasons at least: nights are easier than mornings.
  const widest = short ? 1 : Math.max(Math.ceil(horizon / 2), Math.ceil((2 * longSeason) / count));
  const step = Math.max(1, Math.min(widest, Math.floor(room / count)));
  const rolled: OriginErrors[] = [];
  for (let end = n - step; end >= earliest && rolled.length < count; end -= step) {
    const known = Math.min(horizon, n - end);
    const forecast = combinedForecast(context, end, horizon);
    const errors = Float64Array.from(
      { length: known },
      (_, h) => (values[end + h] as number) - (forecast[h] as number),
    );
    const unit = sizeBefore(values, end, season);
    rolled.push({ end, errors, unit, meanChange: meanChangeBefore(values, end) });
  }
  return rolled;
}

/** From here on the members are those of the whole series, and have something to learn from. */
function earliestEnd({ values, season, longSeason }: SeriesContext, short: boolean, count: number): number {
  const n = values.length;
  if (longSeason > season) return Math.ceil(2.5 * longSeason);
  if (!short) return Math.max(Math.floor(n / 2), Math.min(LONG, n - 2 * count));
  return season > 1 ? Math.max(FEWEST_VALUES, Math.min(2 * season, 20, n >> 1)) : FEWEST_VALUES;
}

/**
 * Root of the mean size of the last values: errors grow with the level, but slower, halfway between not at all and in
 * proportion.
 */
export function sizeBefore(values: Float64Array, end: number, span: number): number {
  const from = Math.max(0, end - Math.max(3, span));
  let sum = 0;
  for (let t = from; t < end; t++) sum += Math.abs(values[t] as number);
  const size = Math.sqrt(sum / (end - from));
  return size > 0 ? size : 1;
}

/** Mean size of a change from value to value among the first `end`. */
export function meanChangeBefore(values: Float64Array, end: number): number {
  let sum = 0;
  for (let t = 1; t < end; t++) sum += Math.abs((values[t] as number) - (values[t - 1] as number));
  return end > 1 ? sum / (end - 1) : 0;
}
