import type { ChartMark } from './chart-marks.ts';
import type { TimePlot } from './time-layout.ts';

/** A mark on a plot, in pixels; `right` equals `left` for a moment. */
export interface PlacedMark {
  readonly mark: ChartMark;
  readonly left: number;
  readonly right: number;
}

/** Marks that stand too close to be pressed one by one. */
export interface Flag {
  readonly x: number;
  readonly marks: readonly ChartMark[];
}

/** Width and least distance of flags. */
export const FLAG_PX = 24;

type Plot = Pick<TimePlot, 'times' | 'x' | 'stepMs' | 'barPx'>;

/**
 * Marks that touch the plot, left to right, cut off at its ends. A moment just past the newest figure stands at the end
 * until the next one comes.
 */
export function placeMarks(marks: readonly ChartMark[], { times, x, stepMs, barPx }: Plot): PlacedMark[] {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  const place = (at: number) => x(Math.min(Math.max(at, first), last));
  return marks
    .filter(({ from, to }) => from <= last + stepMs && (to ?? from) >= first)
    .map((mark) => {
      if (mark.to === null) return { mark, left: place(mark.from), right: place(mark.from) };
      return { mark, left: place(mark.from) - barPx / 2, right: place(mark.to) + barPx / 2 };
    })
    .sort((a, b) => a.left - b.left);
}

/** One flag where marks begin, for all within its width. */
export function gatherFlags(placed: readonly PlacedMark[]): Flag[] {
  const flags: { x: number; marks: ChartMark[] }[] = [];
  for (const { mark, left } of placed) {
    const flag = flags.at(-1);
    if (flag !== undefined && left - flag.x < FLAG_PX) flag.marks.push(mark);
    else flags.push({ x: left, marks: [mark] });
  }
  return flags;
}
