import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Columns, rankPoints } from './rank-points.ts';
import type { StreamKind } from './streams.ts';

const MINUTE = 60_000;

function columns(values: readonly number[], kind: StreamKind = 'metric', first = 0): Columns {
  const judged = Float64Array.from(values);
  const timesMs = judged.map((_, i) => (first + i) * MINUTE);
  return { stream: { kind, name: 'load', labels: {} }, timesMs, judged, shown: judged };
}

const wave = (length: number, spikes: readonly number[] = []) =>
  Array.from({ length }, (_, i) => Math.sin(i * 1.3) + Math.cos(i * 0.7) + (spikes.includes(i) ? 20 : 0));

describe('rankPoints', () => {
  it('flags the share that was asked for, the strangest first', () => {
    const { total, flaggedMs, points } = rankPoints([columns(wave(400, [300]))], 0.05, 1_000);
    expect([total, flaggedMs.length, points.length]).toEqual([400, 20, 20]);
    expect(points.map(({ atMs }) => atMs)).toEqual([...flaggedMs]);
    const strangest = points.reduce((a, b) => (b.score > a.score ? b : a));
    expect(strangest).toMatchObject({ atMs: 300 * MINUTE, isAlarm: true });
  });

  it('describes no more than it may, the strangest', () => {
    const all = rankPoints([columns(wave(2_000, [1_500]))], 0.5, 1_000);
    const few = rankPoints([columns(wave(2_000, [1_500]))], 0.5, 10);
    expect([all.flaggedMs.length, few.flaggedMs.length, few.points.length]).toEqual([1_000, 1_000, 10]);
    const best = all.points.toSorted((a, b) => b.score - a.score).slice(0, 10);
    const ascending = (points: readonly { score: number }[]) =>
      points.map(({ score }) => score).sort((a, b) => a - b);
    expect(ascending(few.points)).toEqual(ascending(best));
  });

  it('never flags what is in no way strange', () => {
    expect(rankPoints([columns(Array.from({ length: 300 }, () => 7))], 0.5, 10).flaggedMs).toHaveLength(0);
  });

  it('takes a time for as strange as its strangest series', () => {
    const returns = columns(wave(399, [250]), 'daily_return', 1);
    const volumes = columns(wave(400, [350]), 'daily_volume');
    const { total, points } = rankPoints([returns, volumes], 0.005, 10);
    expect(total).toBe(400);
    expect(points.map(({ atMs, kind }) => [atMs / MINUTE, kind])).toEqual([
      [251, 'daily_return'],
      [350, 'daily_volume'],
    ]);
  });

  it('never flags more than the share, in order of time', () => {
    const series = array(double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 300, size: 'max' });
    assert(
      property(series, double({ min: 0.01, max: 0.5, noNaN: true }), (values, share) => {
        const { total, flaggedMs } = rankPoints([columns(values)], share, 50);
        expect(total).toBe(values.length);
        expect(flaggedMs.length).toBeLessThanOrEqual(Math.round(share * total));
        expect([...flaggedMs]).toEqual([...flaggedMs].sort((a, b) => a - b));
      }),
    );
  });
});
