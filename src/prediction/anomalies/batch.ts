import { AnomalyInputError } from './anomaly-input-error.ts';
import { createDetector } from './detector.ts';

/** One line's answer: a score for each point, or what is wrong with the line. */
export type BatchAnswer =
  | { readonly file: unknown; readonly scores: number[] }
  | { readonly file: unknown; readonly line: number; readonly error: string };

const SCORE_DIGITS = 6;

/**
 * Scores the series of a JSON line `{file, t[], v[]}`: `t` times as ISO 8601 (UTC where no zone is given) or seconds
 * since 1970, `v` finite numbers. Each score is made of the points up to its own.
 * @param number of the line, for errors
 */
export function answerAnomalyLine(line: string, number: number): BatchAnswer {
  let file: unknown = null;
  try {
    const series = parse(line);
    file = series.file ?? null;
    const times = list(series.t, 't');
    const values = list(series.v, 'v');
    if (times.length !== values.length)
      throw new RangeError(`"t" has ${times.length} entries and "v" has ${values.length}.`);
    return { file, scores: scoresOf(times, values) };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return { file, line: number, error: error.message };
  }
}

function parse(line: string): { file?: unknown; t?: unknown; v?: unknown } {
  const value: unknown = JSON.parse(line);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new RangeError('The line is not an object {"file", "t", "v"}.');
  return value;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`"${name}" is not a list.`);
  return value;
}

function scoresOf(times: readonly unknown[], values: readonly unknown[]): number[] {
  const detector = createDetector();
  return values.map((value, i) => {
    try {
      const seconds = secondsOf(times[i]);
      return rounded(detector.next(seconds, typeof value === 'number' ? value : Number.NaN).score);
    } catch (error) {
      if (!(error instanceof AnomalyInputError)) throw error;
      const place = error.what === 'time' ? `t[${i}]` : `v[${i}]`;
      const found = JSON.stringify(error.what === 'time' ? times[i] : value);
      const wanted = error.what === 'time' ? 'a time such as 2026-01-31T09:30:00Z' : 'a finite number';
      throw new RangeError(`${place} is ${found}, not ${wanted}.`);
    }
  });
}

function rounded(score: number): number {
  return Number(score.toFixed(SCORE_DIGITS));
}

const ZONELESS = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/;

/** NaN where it is no time. */
function secondsOf(time: unknown): number {
  if (typeof time === 'number') return time;
  if (typeof time !== 'string') return Number.NaN;
  const [, date, clock = '00:00:00'] = ZONELESS.exec(time) ?? [];
  return Date.parse(date === undefined ? time : `${date}T${clock}Z`) / 1000;
}
