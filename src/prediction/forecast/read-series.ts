/** A series that no forecast can be made of; the message says what is wrong, where, and what would do. */
export class SeriesError extends Error {
  override readonly name = 'SeriesError';
  /** Whether more history would mend it. */
  readonly isTooShort: boolean;

  constructor(message: string, isTooShort = false) {
    super(message);
    this.isTooShort = isTooShort;
  }
}

export interface RegularSeries {
  readonly values: Float64Array;
  /** How many of them were gaps, filled here. */
  readonly filled: number;
}

export const FEWEST_VALUES = 3;
const LARGEST = 1e100;
const MOST_GAPS = 0.5;

/**
 * Values at regular steps, oldest first; `null` where one is missing. Leading gaps are left out, others filled from the
 * same phase of the neighbouring seasons or, without season or for single gaps, on a straight line.
 * @param season steps of a period; 1 for none
 * @throws SeriesError
 */
export function readSeries(given: readonly unknown[], season: number): RegularSeries {
  const first = given.findIndex((value) => value !== null);
  const values = Float64Array.from(first < 0 ? [] : given.slice(first), (value, i) =>
    readValue(value, first + i),
  );
  const known = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (known < FEWEST_VALUES)
    throw new SeriesError(
      `There are ${known} values; it takes at least ${FEWEST_VALUES} to forecast from.`,
      true,
    );
  const filled = values.length - known;
  if (filled > MOST_GAPS * values.length)
    throw new SeriesError(`${filled} of ${values.length} values are missing; at most half may be.`, true);
  if (filled > 0) fillGaps(values, season);
  return { values, filled };
}

function readValue(value: unknown, index: number): number {
  if (value === null) return Number.NaN;
  if (typeof value === 'number' && Math.abs(value) <= LARGEST) return value;
  const found = typeof value === 'number' ? String(value) : JSON.stringify(value)?.slice(0, 40);
  throw new SeriesError(`x[${index}] is ${found}, not a number up to ${LARGEST} or null.`);
}

function fillGaps(values: Float64Array, season: number): void {
  const n = values.length;
  for (let t = 0; t < n; t++) {
    if (!Number.isNaN(values[t])) continue;
    let end = t;
    while (end < n && Number.isNaN(values[end])) end++;
    for (let i = t; i < end; i++) {
      const seasonal = end - t > 1 && season > 1 ? ofNeighbouringSeasons(values, i, season) : undefined;
      values[i] = seasonal ?? onLine(values, i, end);
    }
    t = end - 1;
  }
}

function ofNeighbouringSeasons(values: Float64Array, i: number, season: number): number | undefined {
  const before = values[i - season] ?? Number.NaN;
  const after = values[i + season] ?? Number.NaN;
  if (Number.isNaN(before)) return Number.isNaN(after) ? undefined : after;
  return Number.isNaN(after) ? before : (before + after) / 2;
}

/** Between the value before `i` and the next known one at `end`; past the last one it stays. */
function onLine(values: Float64Array, i: number, end: number): number {
  const before = values[i - 1] as number;
  const after = end < values.length ? (values[end] as number) : before;
  return before + (after - before) / (end - i + 1);
}
