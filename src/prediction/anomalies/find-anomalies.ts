import type { Pool } from 'pg';
import type { Anomalies, AnomaliesBody } from '#contracts/anomalies';
import { lastCompletedWeekday, noMarketData, type Universe } from '#market';
import { type Clock, DomainError, type WorkerThread } from '#platform';
import { ALARM_SCORE } from './alarm.ts';
import type { Job } from './anomalies-worker.ts';
import { dailyValues } from './daily-values.ts';
import type { Columns, Ranking } from './rank-points.ts';
import { readLabelSets, readMetricSeries } from './series-store.ts';
import { DETECTOR_NAME, type StreamKind, type StreamValue } from './streams.ts';

export interface FindDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly market: { universe(): Promise<Universe> };
  readonly thread: Pick<WorkerThread<Job>, 'run'>;
}

/** Fewer say nothing of what is usual. */
const LEAST_POINTS = 100;
const MOST_POINTS = 1_000_000;
const MOST_DESCRIBED = 1_000;

/** What is judged: named by symbol or metric. */
interface Subject extends Pick<Anomalies, 'symbol' | 'metric' | 'labels' | 'simulated'> {
  readonly series: readonly Columns[];
}

/**
 * The most anomalous share of a symbol's completed sessions or of a metric's values.
 * @throws DomainError unknown-symbol, unknown-metric, no-market-data, insufficient-history, invalid-fields
 */
export async function findAnomalies(deps: FindDeps, request: AnomaliesBody): Promise<Anomalies> {
  const { symbol, metric, labels, threshold } = request;
  if ((symbol === undefined) === (metric === undefined))
    throw invalid('/symbol', 'or /metric is required, and not both', 'Name either a symbol or a metric.');
  if (symbol !== undefined && labels !== undefined)
    throw invalid('/labels', 'belong to a metric', 'Leave out labels, or name a metric instead of a symbol.');
  const { series, ...subject } =
    metric === undefined
      ? await subjectOfSymbol(deps, (symbol ?? '').toUpperCase())
      : await subjectOfMetric(deps, metric, labels ?? {});
  const [first] = series;
  if (first === undefined || first.timesMs.length < LEAST_POINTS)
    throw new DomainError(
      'insufficient-history',
      `There are ${first?.timesMs.length ?? 0} values of ${subject.symbol ?? subject.metric}; what is usual takes ${LEAST_POINTS}.`,
    );
  const ranking = await deps.thread.run<Ranking>({ series, share: threshold, mostDescribed: MOST_DESCRIBED });
  return { ...subject, ...answerOf(ranking, first), threshold, timestamp: iso(deps.clock.now()) };
}

function answerOf({ total, flaggedMs, points }: Ranking, { timesMs }: Columns) {
  return {
    total_data_points: total,
    anomalies_detected: flaggedMs.length,
    anomaly_rate: flaggedMs.length / total,
    anomaly_timestamps: Array.from(flaggedMs, iso),
    from: iso(timesMs[0] ?? 0),
    to: iso(timesMs.at(-1) ?? 0),
    detector: DETECTOR_NAME,
    alarm_score: ALARM_SCORE,
    points: points.map(({ atMs, isAlarm, ...point }) => ({
      timestamp: iso(atMs),
      ...point,
      is_alarm: isAlarm,
      detector: DETECTOR_NAME,
    })),
    points_omitted: flaggedMs.length - points.length,
  };
}

async function subjectOfSymbol({ market, clock }: FindDeps, symbol: string): Promise<Subject> {
  const universe = await market.universe();
  const outcome = universe.bars(symbol, 'splits');
  if (outcome.kind !== 'bars') throw noMarketData(universe, outcome, symbol);
  const { returns, volumes } = dailyValues(outcome.bars, false, lastCompletedWeekday(clock.now()));
  return {
    symbol,
    metric: null,
    labels: {},
    simulated: universe.instrument(symbol)?.simulated ?? false,
    series: [
      columnsOf('daily_return', symbol, returns),
      ...(volumes.length < LEAST_POINTS ? [] : [columnsOf('daily_volume', symbol, volumes)]),
    ],
  };
}

async function subjectOfMetric(
  { pool }: FindDeps,
  metric: string,
  labels: Readonly<Record<string, string>>,
): Promise<Subject> {
  const sets = await readLabelSets(pool, metric, labels);
  const [only] = sets;
  if (only === undefined) {
    const asked = Object.keys(labels).length === 0 ? '' : ` with the labels ${JSON.stringify(labels)}`;
    throw new DomainError(
      'unknown-metric',
      `Nothing was recorded of ${metric}${asked}. GET /analytics/metrics/realtime lists what was.`,
    );
  }
  if (sets.length > 1) {
    const known = sets.map((set) => JSON.stringify(set)).join(', ');
    throw invalid(
      '/labels',
      `must tell sets of labels apart, such as ${known}`,
      `${metric} is recorded with several sets of labels.`,
    );
  }
  const { timesMs, values, simulated, ...rest } = await readMetricSeries(pool, metric, only, MOST_POINTS);
  const stream = { kind: 'metric', name: metric, labels: rest.labels } as const;
  return {
    symbol: null,
    metric,
    labels: rest.labels,
    simulated,
    series: [{ stream, timesMs, judged: values, shown: values }],
  };
}

function columnsOf(kind: StreamKind, name: string, values: readonly StreamValue[]): Columns {
  return {
    stream: { kind, name, labels: {} },
    timesMs: Float64Array.from(values, ({ atMs }) => atMs),
    judged: Float64Array.from(values, ({ judged }) => judged),
    shown: Float64Array.from(values, ({ shown }) => shown),
  };
}

function invalid(pointer: string, message: string, detail: string): DomainError {
  return new DomainError('invalid-fields', `${detail} ${pointer} ${message}.`, {
    errors: [{ pointer, message }],
  });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
