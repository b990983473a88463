import { forecastSeries } from './forecast.ts';
import type { ErrorHistory } from './intervals.ts';
import { readSeries, SeriesError } from './read-series.ts';

/** A line's forecast before its intervals, which are made of what all series of a block taught. */
export interface LineForecast {
  readonly id: unknown;
  readonly mean: Float64Array;
  readonly history: ErrorHistory;
  readonly season: number;
  readonly isNonNegative: boolean;
  readonly filled: number;
}

/** A line that no forecast can be made of. */
export interface LineFailure {
  readonly id: unknown;
  readonly line: number;
  readonly error: string;
}

export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

const MAX_HORIZON = 10_000;

/** Forecasts one JSON line `{id, m, h, x[]}`: season in steps (1 or absent: unknown), horizon, values, null for a gap. */
export function forecastLine({ line, text }: NumberedLine): LineForecast | LineFailure {
  let id: unknown = null;
  try {
    const given = parse(text);
    id = given['id'] ?? null;
    const season = wholeNumber(given, 'm', 1, 100_000, 1);
    const horizon = wholeNumber(given, 'h', 1, MAX_HORIZON);
    if (!Array.isArray(given['x'])) throw new SeriesError('"x" is no list of numbers.');
    const { values, filled } = readSeries(given['x'], season);
    const { mean, history } = forecastSeries(values, { horizon, season, intervals: true });
    const isNonNegative = values.every((value) => value >= 0);
    return { id, mean, history, season, isNonNegative, filled };
  } catch (error) {
    if (!(error instanceof SeriesError)) throw error;
    return { id, line, error: error.message };
  }
}

/** JSON, and the NaN and Infinity that other programs write into it, as gaps. */
function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(
      /NaN|Infinity/.test(text) ? text.replace(/(?<=[[,:]\s*)(?:NaN|-?Infinity)\b/g, 'null') : text,
    );
  } catch (error) {
    throw new SeriesError(`This is no JSON: ${(error as Error).message}.`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new SeriesError('This is no object { "id", "m", "h", "x" }.');
  return value as Record<string, unknown>;
}

function wholeNumber(
  given: Record<string, unknown>,
  name: string,
  least: number,
  most: number,
  otherwise?: number,
): number {
  const value = given[name] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new SeriesError(
    `"${name}" is ${JSON.stringify(given[name])}, not a whole number from ${least} to ${most}.`,
  );
}
