import { createDetector, type Judgement } from './detector.ts';
import { describeJudgement } from './findings.ts';
import { type Stream, wordsOf } from './streams.ts';

/** A series in columns of equal length, in order of time. */
export interface Columns {
  readonly stream: Stream;
  readonly timesMs: Float64Array;
  /** What the detector sees, and what a reader knows. */
  readonly judged: Float64Array;
  readonly shown: Float64Array;
}

export interface RankedPoint {
  readonly atMs: number;
  readonly kind: Stream['kind'];
  readonly value: number;
  readonly score: number;
  readonly isAlarm: boolean;
  readonly statistic: string | null;
  readonly reason: string;
}

export interface Ranking {
  /** Points judged; a time that several series have a value of is one. */
  readonly total: number;
  /** Times of the flagged points, ascending. */
  readonly flaggedMs: Float64Array;
  /** The most anomalous of them, by time. */
  readonly points: RankedPoint[];
}

/** A point, and the most anomalous value at it. */
interface Place {
  readonly atMs: number;
  readonly series: number;
  readonly row: number;
  readonly score: number;
}

/**
 * Judges every point by those before it and flags the most anomalous share of them. Points that are in no way strange
 * are never flagged, so that a constant has no anomalies whatever the share.
 * @param share of points to flag, 0 to 1
 */
export function rankPoints(series: readonly Columns[], share: number, mostDescribed: number): Ranking {
  const places = merge(series.map(placesOf));
  const flagged = places
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.atMs - b.atMs)
    .slice(0, Math.round(share * places.length));
  const described = new Set(flagged.slice(0, mostDescribed));
  const rowsOf = (index: number) =>
    new Set([...described].filter((it) => it.series === index).map(({ row }) => row));
  return {
    total: places.length,
    flaggedMs: Float64Array.from(flagged, ({ atMs }) => atMs).sort(),
    points: series
      .flatMap((columns, index) => describe(columns, rowsOf(index)))
      .sort((a, b) => a.atMs - b.atMs),
  };
}

function placesOf(columns: Columns, series: number): Place[] {
  const places: Place[] = [];
  replay(columns, (row, { strangeness }) =>
    places.push({ atMs: columns.timesMs[row] ?? 0, series, row, score: strangeness }),
  );
  return places;
}

/** One series as it is; of several, one place a time. */
function merge(series: readonly Place[][]): Place[] {
  if (series.length === 1) return series[0] ?? [];
  const byTime = new Map<number, Place>();
  for (const place of series.flat()) {
    const other = byTime.get(place.atMs);
    if (other === undefined || other.score < place.score) byTime.set(place.atMs, place);
  }
  return [...byTime.values()];
}

// Putting every judgement into words would take longer than judging again.
function describe(columns: Columns, rows: ReadonlySet<number>): RankedPoint[] {
  const points: RankedPoint[] = [];
  if (rows.size === 0) return points;
  replay(columns, (row, judgement) => {
    if (!rows.has(row)) return;
    const { statistic, reason } = describeJudgement(judgement, wordsOf(columns.stream));
    points.push({
      atMs: columns.timesMs[row] ?? 0,
      kind: columns.stream.kind,
      value: columns.shown[row] ?? 0,
      score: judgement.strangeness,
      isAlarm: judgement.isAlarm,
      statistic,
      reason,
    });
  });
  return points;
}

function replay({ timesMs, judged }: Columns, see: (row: number, judgement: Judgement) => void): void {
  const detector = createDetector();
  for (const [row, value] of judged.entries()) see(row, detector.next((timesMs[row] ?? 0) / 1000, value));
}
