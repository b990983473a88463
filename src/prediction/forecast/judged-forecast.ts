import { forecastSeries } from './forecast.ts';
import { type ErrorHistory, IntervalPool, pastCoverage } from './intervals.ts';
import { readSeries } from './read-series.ts';
import type { OriginErrors } from './rolling-origins.ts';
import { autocorrelation, isSeasonal } from './seasonal-adjustment.ts';

/** A series to forecast, with what is known of it. */
export interface ForecastQuestion {
  /** Null where a value is missing. */
  readonly values: readonly (number | null)[];
  readonly horizon: number;
  /** Steps that may be a season, shortest first. */
  readonly seasons: readonly number[];
  /** In percent. */
  readonly levels: readonly number[];
  /** Whether the sum over the horizon is asked for. */
  readonly total: boolean;
}

interface Band {
  readonly lower: number;
  readonly upper: number;
}

/** A forecast and what such forecasts have been worth on the same series. */
export interface JudgedForecast {
  readonly mean: number[];
  /** Keys are levels in percent; one band a step. */
  readonly intervals: Readonly<Record<string, readonly Band[]>>;
  readonly total: { readonly mean: number; readonly intervals: Readonly<Record<string, Band>> } | null;
  readonly filled: number;
  readonly seasonality: readonly { readonly steps: number; readonly correlation: number }[];
  readonly backtest: {
    readonly origins: number;
    readonly n: number;
    readonly meanAbsoluteError: number | null;
    readonly skillVsSeasonalNaive: number | null;
    readonly coverage: Readonly<Record<string, { readonly share: number | null; readonly n: number }>>;
  };
}

/** @throws SeriesError */
export function judgedForecast({
  values: given,
  horizon,
  seasons,
  levels,
  total,
}: ForecastQuestion): JudgedForecast {
  const { values, filled } = readSeries(given, seasons[0] ?? 1);
  const found = seasons.filter((season) => repeats(values, season));
  const season = found[0] ?? seasons.find((it) => values.length >= 3 * it) ?? 1;
  const { mean, history } = forecastSeries(values, { horizon, season, intervals: true });
  const least = values.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const pool = new IntervalPool([history], horizon);
  const covered = pastCoverage(
    history,
    horizon,
    levels.map((level) => level / 100),
  );
  const shown = values.subarray(values.length - history.length);
  return {
    mean: [...mean],
    intervals: byLevel(levels, (level) => bandsOf(mean, pool.halfWidths(history, level / 100), least)),
    total: total ? totalOf(mean, history, levels, least) : null,
    filled,
    seasonality: found.map((steps) => ({ steps, correlation: autocorrelation(changesOf(values), steps) })),
    backtest: {
      ...pointErrors(shown, history.origins, found[0] ?? 1),
      coverage: Object.fromEntries(
        levels.map((level, i) => [String(level), covered[i] ?? { share: null, n: 0 }]),
      ),
    },
  };
}

function byLevel<T>(levels: readonly number[], of: (level: number) => T): Record<string, T> {
  return Object.fromEntries(levels.map((level) => [String(level), of(level)]));
}

function bandsOf(mean: Float64Array, widths: Float64Array, least: number): Band[] {
  return Array.from(mean, (value, h) => {
    const width = widths[h] as number;
    return { lower: Math.max(least, value - width), upper: value + width };
  });
}

/** Errors of a sum are not the sum of errors: its intervals come from how far past sums were off. */
function totalOf(mean: Float64Array, history: ErrorHistory, levels: readonly number[], least: number) {
  const sum = (numbers: Float64Array) => numbers.reduce((total, value) => total + value, 0);
  const origins = history.origins
    .filter(({ errors }) => errors.length === mean.length)
    .map((origin): OriginErrors => ({ ...origin, errors: Float64Array.of(sum(origin.errors)) }));
  if (origins.length < 4) return null;
  const meanChange = (history.meanChange * mean.length) / 2;
  const sums = { ...history, origins, meanChange };
  const pool = new IntervalPool([sums], 1);
  const all = Float64Array.of(sum(mean));
  return {
    mean: sum(mean),
    intervals: byLevel(levels, (level) => bandsOf(all, pool.halfWidths(sums, level / 100), least)[0] as Band),
  };
}

function repeats(values: Float64Array, season: number): boolean {
  return isSeasonal(values, season) && autocorrelation(changesOf(values), season) > 0;
}

function changesOf(values: Float64Array): Float64Array {
  return values.subarray(1).map((value, t) => value - (values[t] as number));
}

/** Mean absolute error over all past origins and steps, beside that of repeating the last season. */
function pointErrors(values: Float64Array, origins: readonly OriginErrors[], season: number) {
  let ours = 0;
  let naive = 0;
  let n = 0;
  for (const { end, errors } of origins) {
    for (const [h, error] of errors.entries()) {
      const repeated = values[end - Math.min(season, end) + (h % season)] as number;
      ours += Math.abs(error);
      naive += Math.abs((values[end + h] as number) - repeated);
      n++;
    }
  }
  return {
    origins: origins.length,
    n,
    meanAbsoluteError: n > 0 ? ours / n : null,
    skillVsSeasonalNaive: naive > 0 ? 1 - ours / naive : null,
  };
}
