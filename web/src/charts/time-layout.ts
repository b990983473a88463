import { extent, linear, ticks } from './scale.ts';

/** One thing followed over time. `at` is epoch milliseconds, ascending; `null` and long silences are gaps. */
export interface TimeSeries {
  readonly name: string;
  /** Place in the fixed sequence of series colours: the same thing has the same one on every page. */
  readonly colour: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly look?: 'line' | 'dashed' | 'bars';
  readonly points: readonly TimePoint[];
  /** From here on the figures are still growing: today, for one. They are drawn fainter. */
  readonly unfinishedFrom?: number;
}

export interface TimePoint {
  readonly at: number;
  readonly value: number | null;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface TimePlot {
  /** Every time that any series has, ascending, and where it stands. */
  readonly times: readonly number[];
  readonly xs: readonly number[];
  readonly x: (at: number) => number;
  /** The usual distance of two times; 0 where there is one. */
  readonly stepMs: number;
  readonly y: (value: number) => number;
  readonly marks: readonly { readonly value: number; readonly y: number }[];
  readonly timeMarks: readonly { readonly at: number; readonly x: number }[];
  readonly barPx: number;
  /** Of each series that is a line: the finished part, and the part that is still growing. */
  readonly paths: readonly LinePaths[];
}

interface LinePaths {
  readonly finished: string;
  readonly unfinished: string;
  /** Points without a neighbour, where there is no line to see. */
  readonly lone: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE);
const DAY_STEPS = [1, 2, 3, 7, 14, 28, 56, 112, 182, 364].map((days) => days * DAY);
/** A silence this many times the usual distance of two points is drawn as a gap. */
const GAP = 3;
/** About this much room for one label of the time axis. */
const LABEL_PX = 84;

/** Places series in a frame. The axis starts at zero for bars and for what is told to, else it spans the data. */
export function layOutTime(
  series: readonly TimeSeries[],
  frame: Frame,
  { fromZero = false, offsetMs = 0 }: { readonly fromZero?: boolean; readonly offsetMs?: number } = {},
): TimePlot {
  const times = unionOf(series);
  const usual = usualDistance(times);
  const hasBars = series.some(({ look }) => look === 'bars');
  const [low, high] = valueRange(series, fromZero || hasBars);
  const right = Math.max(2, frame.width - frame.right);
  const barPx = hasBars ? barWidth(times.length, right) : 0;
  const inset = hasBars ? barPx / 2 + 1 : 2;
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const x = linear(first, last, inset, Math.max(inset, right - inset));
  const y = linear(low, high, frame.height - frame.bottom, frame.top);
  return {
    times,
    xs: times.map(x),
    x,
    stepMs: Number.isFinite(usual) ? usual : 0,
    y,
    marks: ticks(low, high, 4).map((value) => ({ value, y: y(value) })),
    timeMarks: timeTicks(first, last, Math.max(2, Math.floor(right / LABEL_PX)), offsetMs).map((at) => ({
      at,
      x: x(at),
    })),
    barPx,
    paths: series.map((one) => linePaths(one, x, y, usual * GAP)),
  };
}

/** The times of all series, each once. */
function unionOf(series: readonly TimeSeries[]): number[] {
  const all = new Set(series.flatMap(({ points }) => points.map(({ at }) => at)));
  return [...all].sort((a, b) => a - b);
}

/** The median distance of neighbours. */
function usualDistance(times: readonly number[]): number {
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? at));
  distances.sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? Number.POSITIVE_INFINITY;
}

function valueRange(series: readonly TimeSeries[], fromZero: boolean): [number, number] {
  const values = series.flatMap(({ points }) =>
    points.flatMap(({ value }) => (value === null ? [] : [value])),
  );
  const [low, high] = extent(fromZero ? [0, ...values] : values);
  if (low === high) return fromZero ? [0, high === 0 ? 1 : high * 1.1] : [low - 1, high + 1];
  const pad = (high - low) * 0.06;
  return [fromZero && low === 0 ? 0 : low - pad, high + pad];
}

function barWidth(places: number, room: number): number {
  return Math.max(1, Math.min(28, (room / Math.max(1, places)) * 0.66));
}

function linePaths(
  { points, look, unfinishedFrom = Number.POSITIVE_INFINITY }: TimeSeries,
  x: (at: number) => number,
  y: (value: number) => number,
  gapMs: number,
): LinePaths {
  if (look === 'bars') return { finished: '', unfinished: '', lone: '' };
  const cut = points.findIndex(({ at }) => at >= unfinishedFrom);
  const end = cut === -1 ? points.length : cut;
  const finished = linePath(points.slice(0, end), x, y, gapMs);
  const unfinished = cut === -1 ? '' : linePath(points.slice(Math.max(0, cut - 1)), x, y, gapMs);
  return { finished, unfinished, lone: `${finished}${unfinished}`.match(LONE)?.join('') ?? '' };
}

/** A move that no line follows. */
const LONE = /M[^ML]+h0(?!L)/g;

/** A line that stops where there is no figure. */
function linePath(
  points: readonly TimePoint[],
  x: (at: number) => number,
  y: (value: number) => number,
  gapMs: number,
): string {
  let path = '';
  let before: number | null = null;
  for (const { at, value } of points) {
    if (value === null) {
      before = null;
      continue;
    }
    const joined = before !== null && at - before <= gapMs;
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    path += joined ? `L${place}` : `M${place}h0`;
    before = at;
  }
  return path;
}

/**
 * Round times within [from, to], at most `wanted` of them. `offsetMs` is how far the reader's clock is ahead of UTC, so
 * that hours and days begin where the reader's do.
 */
export function timeTicks(from: number, to: number, wanted: number, offsetMs = 0): number[] {
  if (!(to > from)) return [from];
  const fits = (step: number) => (to - from) / step <= wanted;
  const step = STEPS.find(fits) ?? DAY_STEPS.find(fits) ?? to - from;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
}

/** The value at a time; `null` where the series is silent there. */
export function valueAt(points: readonly TimePoint[], at: number): number | null {
  return points.find((point) => point.at === at)?.value ?? null;
}
