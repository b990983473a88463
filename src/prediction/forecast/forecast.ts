import { combinedForecast } from './combination.ts';
import type { ErrorHistory } from './intervals.ts';
import { meanChangeBefore, rollOrigins, sizeBefore } from './rolling-origins.ts';
import { seasonsFor } from './season-detection.ts';
import { type Seasons, SeriesContext } from './series-context.ts';

export interface SeriesForecast<History = ErrorHistory | undefined> {
  /** One value a step. */
  readonly mean: Float64Array;
  readonly seasons: Seasons;
  /** What intervals are made from; absent where none were asked for. */
  readonly history: History;
}

export interface ForecastOptions {
  readonly horizon: number;
  /** Steps of a period; found where it is 1 or not given. */
  readonly season?: number | undefined;
  /** Whether intervals will be asked for: then the series is forecast again from past origins. */
  readonly intervals: boolean;
}

/** Older values are left out: models learn no more from them, only more slowly. */
const LONGEST_HISTORY = 5_000;

/**
 * Forecasts a regular series of finite values (at least 3, see `readSeries`). Deterministic; the result does not depend on
 * other series. Where no value is negative, no forecast is.
 */
export function forecastSeries(
  all: Float64Array,
  options: ForecastOptions & { intervals: true },
): SeriesForecast<ErrorHistory>;
export function forecastSeries(all: Float64Array, options: ForecastOptions): SeriesForecast;
export function forecastSeries(
  all: Float64Array,
  { horizon, season = 1, intervals }: ForecastOptions,
): SeriesForecast {
  const values = all.length > LONGEST_HISTORY ? all.subarray(all.length - LONGEST_HISTORY) : all;
  const seasons = seasonsFor(values, season);
  const context = new SeriesContext(values, seasons);
  const least = values.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const mean = combinedForecast(context, values.length, horizon).map((value) => Math.max(least, value));
  if (!intervals) return { mean, seasons, history: undefined };
  const history = {
    origins: rollOrigins(context, horizon),
    length: values.length,
    unit: sizeBefore(values, values.length, seasons.season),
    meanChange: meanChangeBefore(values, values.length),
  };
  return { mean, seasons, history };
}
