import { describe, expect, it } from 'vitest';
import type { ChartMark } from './chart-marks.ts';
import { gatherFlags, placeMarks } from './mark-layout.ts';

const mark = (key: string, from: number, to: number | null = null): ChartMark => ({
  key,
  from,
  to,
  text: key,
  time: '',
  tone: 'note',
});
/** Ten pixels for each ms from 100 to 110. */
const plot = { times: [100, 105, 110], x: (at: number) => (at - 100) * 10, stepMs: 5, barPx: 0 };
const placed = (...marks: ChartMark[]) =>
  placeMarks(marks, plot).map(({ mark: { key }, left, right }) => [key, left, right]);

describe('marks of a chart', () => {
  it('stand where they belong, left to right, and are absent outside', () => {
    expect(placed(mark('late', 108), mark('early', 101), mark('before', 99), mark('after', 116))).toEqual([
      ['early', 10, 10],
      ['late', 80, 80],
    ]);
  });

  it('stand at the end while they are newer than the newest figure, for one step', () => {
    expect(placed(mark('new', 112))).toEqual([['new', 100, 100]]);
  });

  it('cut spans off at the ends of the plot, and let one go on', () => {
    expect(
      placed(mark('through', 0, 500), mark('open', 105, Number.POSITIVE_INFINITY), mark('over', 0, 99)),
    ).toEqual([
      ['through', 0, 100],
      ['open', 50, 100],
    ]);
  });

  it('cover whole bars', () => {
    const [span] = placeMarks([mark('span', 105, 110)], { ...plot, barPx: 8 });
    expect([span?.left, span?.right]).toEqual([46, 104]);
  });

  it('share a flag where flags would overlap', () => {
    const flags = gatherFlags(
      placeMarks([mark('a', 100), mark('b', 102), mark('c', 103), mark('d', 110)], plot),
    );
    expect(flags.map(({ x, marks }) => [x, marks.map(({ key }) => key)])).toEqual([
      [0, ['a', 'b']],
      [30, ['c']],
      [100, ['d']],
    ]);
    expect(placeMarks([mark('a', 1)], { ...plot, times: [] })).toEqual([]);
  });
});
