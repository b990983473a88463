import { describe, expect, it } from 'vitest';
import { layOutTime, timeTicks, valueAt } from './time-layout.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRAME = { width: 400, height: 200, top: 20, right: 50, bottom: 20 };
const minutes = (values: readonly (number | null)[], start = 0) =>
  values.map((value, index) => ({ at: start + index * MINUTE, value }));

describe('the layout of a chart over time', () => {
  it('keeps gaps: where a figure is missing, and where nothing came for long', () => {
    const missing = layOutTime([{ name: 'a', colour: 1, points: minutes([1, 2, null, 4, 5]) }], FRAME);
    expect(missing.paths[0]?.finished.match(/M/g)).toHaveLength(2);
    const silent = [...minutes([1, 2, 3]), ...minutes([4, 5], 60 * MINUTE)];
    expect(
      layOutTime([{ name: 'a', colour: 1, points: silent }], FRAME).paths[0]?.finished.match(/M/g),
    ).toHaveLength(2);
    const whole = layOutTime([{ name: 'a', colour: 1, points: minutes([1, 2, 3, 4, 5]) }], FRAME);
    expect(whole.paths[0]?.finished.match(/M/g)).toHaveLength(1);
  });

  it('draws a point without a neighbour as a dot', () => {
    const plot = layOutTime([{ name: 'a', colour: 1, points: minutes([null, 7, null]) }], FRAME);
    expect(plot.paths[0]?.lone).toMatch(/^M[\d.]+ [\d.]+h0$/);
    const joined = layOutTime([{ name: 'a', colour: 1, points: minutes([7, 8, null, 9]) }], FRAME);
    expect(joined.paths[0]?.lone.match(/M/g)).toHaveLength(1);
  });

  it('parts what is still growing from what is finished, and joins both', () => {
    const plot = layOutTime(
      [{ name: 'a', colour: 1, points: minutes([1, 2, 3]), unfinishedFrom: 2 * MINUTE }],
      FRAME,
    );
    const { finished = '', unfinished = '' } = plot.paths[0] ?? {};
    expect(finished.match(/[ML]/g)).toHaveLength(2);
    expect(unfinished.match(/[ML]/g)).toHaveLength(2);
    expect(unfinished.slice(1).startsWith(finished.split('L')[1] ?? '?')).toBe(true);
  });

  it('places points by their time, not by their number', () => {
    const points = [0, 1, 10].map((hour) => ({ at: hour * HOUR, value: 1 }));
    const [a = 0, b = 0, c = 0] = layOutTime([{ name: 'a', colour: 1, points }], FRAME).xs;
    expect((c - a) / (b - a)).toBeCloseTo(10, 5);
  });

  it('starts at zero for bars and spans the data for lines', () => {
    const points = minutes([100, 110, 120]);
    const bars = layOutTime([{ name: 'a', colour: 1, look: 'bars', points }], FRAME);
    const line = layOutTime([{ name: 'a', colour: 1, points }], FRAME);
    expect(bars.y(0)).toBe(180);
    expect(line.y(100)).toBeGreaterThan(150);
    expect(line.y(0)).toBeGreaterThan(FRAME.height);
    expect(bars.barPx).toBeGreaterThan(0);
  });

  it('leaves room below zero for a day of refunds', () => {
    const plot = layOutTime([{ name: 'a', colour: 1, look: 'bars', points: minutes([50, -20, 10]) }], FRAME);
    expect(plot.y(-20)).toBeLessThanOrEqual(180);
    expect(plot.y(0)).toBeLessThan(plot.y(-20));
  });

  it('has every time of all series once, in order', () => {
    const plot = layOutTime(
      [
        { name: 'a', colour: 1, points: minutes([1, 2]) },
        { name: 'b', colour: 2, points: minutes([1, 2], MINUTE) },
      ],
      FRAME,
    );
    expect(plot.times).toEqual([0, MINUTE, 2 * MINUTE]);
  });

  it('stands nothing, one point and a flat line', () => {
    expect(layOutTime([], FRAME).paths).toEqual([]);
    const one = layOutTime([{ name: 'a', colour: 1, points: minutes([0]) }], FRAME, { fromZero: true });
    expect(one.xs.every(Number.isFinite) && Number.isFinite(one.y(0))).toBe(true);
    const flat = layOutTime([{ name: 'a', colour: 1, points: minutes([5, 5, 5]) }], FRAME);
    expect(flat.y(5)).toBeCloseTo(100, 5);
  });
});

describe('the marks of a time axis', () => {
  it('are round times, no more than there is room for', () => {
    expect(timeTicks(0, 24 * HOUR, 6)).toEqual([0, 6, 12, 18, 24].map((hour) => hour * HOUR));
    expect(timeTicks(7 * MINUTE, 50 * MINUTE, 5)).toEqual([10, 20, 30, 40, 50].map((at) => at * MINUTE));
  });

  it('begin where the hours of the reader do', () => {
    const half = 5.5 * HOUR;
    const marks = timeTicks(0, 24 * HOUR, 5, half);
    expect(marks.every((at) => (at + half) % (6 * HOUR) === 0)).toBe(true);
    expect(marks.length).toBeGreaterThan(2);
  });

  it('stand the whole of a short and of an empty span', () => {
    expect(timeTicks(5, 5, 4)).toEqual([5]);
  });
});

describe('a value at a time', () => {
  it('is the one of that time, and null where there is none', () => {
    expect(valueAt(minutes([3, null]), 0)).toBe(3);
    expect(valueAt(minutes([3, null]), MINUTE)).toBeNull();
    expect(valueAt(minutes([3]), 7)).toBeNull();
  });
});
