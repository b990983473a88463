import { createDetector } from './detector.ts';
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

/** A series judged: the strangeness of each row, and the strangest rows in words. */
interface Judged {
  readonly scores: Float64Array;
  readonly strangest: readonly { readonly row: number; readonly point: RankedPoint }[];
}

/** The points of all series together: where a row of one is among them, and how strange each is. */
interface Merged {
  readonly timesMs: Float64Array;
  readonly scores: Float64Array;
  readonly placeOf: (atMs: number, row: number) => number;
}

/**
 * Judges every point by those before it and flags the most anomalous share of them. Points that are in no way strange
 * are never flagged, so that a constant has no anomalies whatever the share.
 * @param share of points to flag, 0 to 1
 */
export function rankPoints(series: readonly Columns[], share: number, mostDescribed: number): Ranking {
  const judged = series.map((columns) => judgeColumns(columns, mostDescribed));
  const { timesMs, scores, placeOf } = merge(series, judged);
  const isFlagged = flag(scores, Math.round(share * scores.length));
  const described = judged
    .flatMap(({ strangest }) => strangest)
    .filter(({ row, point }) => {
      const place = placeOf(point.atMs, row);
      return isFlagged[place] === 1 && scores[place] === point.score;
    });
  return {
    total: scores.length,
    flaggedMs: timesMs.filter((_, place) => isFlagged[place] === 1),
    points: described
      .map(({ point }) => point)
      .sort((a, b) => b.score - a.score)
      .slice(0, mostDescribed)
      .sort((a, b) => a.atMs - b.atMs),
  };
}

function judgeColumns({ stream, timesMs, judged, shown }: Columns, mostDescribed: number): Judged {
  const detector = createDetector();
  const scores = new Float64Array(judged.length);
  let strangest: { row: number; point: RankedPoint }[] = [];
  let least = 0;
  for (let row = 0; row < judged.length; row++) {
    const atMs = timesMs[row] ?? 0;
    const judgement = detector.next(atMs / 1000, judged[row] ?? Number.NaN);
    const { strangeness: score, isAlarm } = judgement;
    scores[row] = score;
    if (score <= least) continue;
    const { statistic, reason } = describeJudgement(judgement, wordsOf(stream));
    const value = shown[row] ?? Number.NaN;
    strangest.push({ row, point: { atMs, kind: stream.kind, value, score, isAlarm, statistic, reason } });
    // Only as many are kept as may be needed; what cannot be among them is not put into words.
    if (strangest.length < 2 * mostDescribed) continue;
    strangest = strangest.sort((a, b) => b.point.score - a.point.score).slice(0, mostDescribed);
    least = strangest.at(-1)?.point.score ?? 0;
  }
  return { scores, strangest };
}

/** One series as it is; of several, one point a time, as strange as the strangest value there. */
function merge(series: readonly Columns[], judged: readonly Judged[]): Merged {
  const [only, ...others] = series;
  const [first] = judged;
  if (only !== undefined && first !== undefined && others.length === 0)
    return { timesMs: only.timesMs, scores: first.scores, placeOf: (_atMs, row) => row };
  const byTime = new Map<number, number>();
  for (const [index, { timesMs }] of series.entries())
    for (const [row, atMs] of timesMs.entries())
      byTime.set(atMs, Math.max(byTime.get(atMs) ?? 0, judged[index]?.scores[row] ?? 0));
  const timesMs = Float64Array.from(byTime.keys()).sort();
  const places = new Map(Array.from(timesMs, (atMs, place) => [atMs, place]));
  return {
    timesMs,
    scores: timesMs.map((atMs) => byTime.get(atMs) ?? 0),
    placeOf: (atMs) => places.get(atMs) ?? -1,
  };
}

/** Marks the `wanted` largest scores above 0; of equal ones the earliest. */
function flag(scores: Float64Array, wanted: number): Uint8Array {
  const marks = new Uint8Array(scores.length);
  const cutoff = scores.toSorted()[scores.length - wanted] ?? Number.POSITIVE_INFINITY;
  let left = wanted;
  for (const [place, score] of scores.entries()) {
    if (score <= cutoff || score === 0) continue;
    marks[place] = 1;
    left -= 1;
  }
  for (let place = 0; place < scores.length && left > 0; place++) {
    if (scores[place] !== cutoff || cutoff === 0) continue;
    marks[place] = 1;
    left -= 1;
  }
  return marks;
}
