import type { MetricSeries, SeriesRequest } from '#analytics';
import type { MetricForecast, MetricForecastRequest } from '#contracts/metric-forecasts';
import { DomainError } from '#platform';
import type { ForecastThread } from '../forecast/forecast-thread.ts';
import type { JudgedForecast } from '../forecast/judged-forecast.ts';
import { seasonName, seasonsOf } from './calendar-seasons.ts';

export interface MetricForecasterDeps {
  readonly series: (request: SeriesRequest) => Promise<MetricSeries>;
  readonly thread: Pick<ForecastThread, 'judgedForecast'>;
}

/** Below this there is nothing to learn from, and nothing to measure the forecast by. */
const FEWEST_VALUES = 10;
const MOST_MISSING = 0.5;

/** Throws `unknown-metric`, `insufficient-history`, and `invalid-fields` for an unknown time zone. */
export async function forecastMetric(
  { series: read, thread }: MetricForecasterDeps,
  request: MetricForecastRequest,
): Promise<MetricForecast> {
  const { metric, resolution, horizon, levels, time_zone: timeZone, statistic } = request;
  checkTimeZone(timeZone);
  const series = await read({ metric, resolution, timeZone, statistic });
  checkHistory(series, request);
  const isSum = series.statistic === 'sum';
  const judged = await thread.judgedForecast({
    values: series.values,
    horizon,
    seasons: seasonsOf(resolution),
    levels,
    total: isSum,
  });
  const steps = await series.next(horizon);
  return toWire(request, series, judged, steps);
}

function checkTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    const message = 'is not an IANA time zone; use a name such as Europe/Berlin';
    throw new DomainError('invalid-fields', `/time_zone ${message}.`, {
      errors: [{ pointer: '/time_zone', message }],
      cause: error,
    });
  }
}

function checkHistory(
  { values }: MetricSeries,
  { metric, resolution, horizon }: MetricForecastRequest,
): void {
  const needed = Math.max(FEWEST_VALUES, horizon);
  const known = values.filter((value) => value !== null).length;
  const steps = `whole ${resolution === '15m' ? 'quarter hour' : resolution}s`;
  if (known < needed)
    throw new DomainError(
      'insufficient-history',
      `${metric} has values in ${known} ${steps}; a horizon of ${horizon} takes ${needed}: ${needed - known} more, or a finer resolution.`,
    );
  const first = values.findIndex((value) => value !== null);
  const missing = values.length - first - known;
  if (missing > MOST_MISSING * (values.length - first))
    throw new DomainError(
      'insufficient-history',
      `${metric} has no value in ${missing} of its last ${values.length - first} ${steps}; at most half may be missing. Ask for a coarser resolution.`,
    );
}

function toWire(
  { metric, resolution, time_zone, levels }: MetricForecastRequest,
  { statistic, unit, starts, values, simulated }: MetricSeries,
  judged: JudgedForecast,
  steps: readonly number[],
): MetricForecast {
  const first = Math.max(
    0,
    values.findIndex((value) => value !== null),
  );
  const iso = (ms: number | undefined) => new Date(ms ?? 0).toISOString();
  return {
    metric,
    statistic,
    unit,
    resolution,
    time_zone,
    as_of: iso(starts.at(-1)),
    history: { from: iso(starts[first]), values: values.length - first, filled: judged.filled },
    seasonality: judged.seasonality.map(({ steps: period, correlation }) => ({
      steps: period,
      period: seasonName(resolution, period),
      correlation,
    })),
    points: judged.mean.map((mean, h) => ({
      timestamp: iso(steps[h]),
      end: iso(steps[h + 1]),
      mean,
      intervals: Object.fromEntries(
        levels.map((level) => [String(level), judged.intervals[level]?.[h] ?? NONE]),
      ),
    })),
    total: judged.total,
    backtest: backtestToWire(judged),
    simulated,
  };
}

const NONE = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

function backtestToWire({ backtest }: JudgedForecast): MetricForecast['backtest'] {
  const { origins, n, meanAbsoluteError, skillVsSeasonalNaive, coverage } = backtest;
  const isMissing =
    skillVsSeasonalNaive === null || Object.values(coverage).some(({ share }) => share === null);
  return {
    origins,
    n,
    mean_absolute_error: meanAbsoluteError,
    skill_vs_seasonal_naive: skillVsSeasonalNaive,
    coverage: Object.fromEntries(
      Object.entries(coverage).map(([level, { share, n: count }]) => [
        level,
        { measured_coverage: share, n: count },
      ]),
    ),
    reason: isMissing ? reasonOf(n, skillVsSeasonalNaive) : null,
  };
}

function reasonOf(n: number, skill: number | null): string {
  if (n === 0) return 'The history is too short to forecast any of it from the rest.';
  return skill === null
    ? 'Repeating the last season was never wrong, so there is nothing to be better than.'
    : 'Too few past forecasts to measure coverage on.';
}
