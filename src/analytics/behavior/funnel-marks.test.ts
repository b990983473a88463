import { expect, it } from 'vitest';
import { FunnelMarks } from './funnel-marks.ts';

/** A journey among others' events, as they stand side by side. */
const journey = (actor: number, ...own: number[]) => ({
  actor,
  from: 2,
  to: 2 + own.length,
  times: Float64Array.from([1, 1, ...own, own.at(-1) ?? 0]),
  signatures: new Int32Array(own.length + 3),
});

function marksOf(...marks: [user: number, at: number, steps: number][]): FunnelMarks {
  const all = new FunnelMarks();
  for (const mark of marks) all.add(...mark);
  return all;
}

it('puts marks on the events of their user and time, and on nobody else', () => {
  const marks = marksOf([2, 10, 1], [2, 30, 2], [2, 31, 4], [5, 10, 1], [9, 10, 8]);
  expect(marks.of(journey(1, 10, 20))).toBeUndefined();
  expect(marks.of(journey(2, 10, 20, 20, 30, 40))).toEqual(Int32Array.of(1, 0, 0, 2, 0));
  expect(marks.of(journey(3, 10))).toBeUndefined();
  expect(marks.of(journey(9, 9, 10))).toEqual(Int32Array.of(0, 8));
  expect(marks.of(journey(10, 10))).toBeUndefined();
});

it('says so where a time does not tell the event', () => {
  const marks = marksOf([2, 10, 1], [3, 20, 1], [3, 20, 2]);
  expect(marks.of(journey(2, 9, 10, 10))).toBe('unclear');
  expect(marks.of(journey(3, 20, 20, 21))).toBe('unclear');
});

it('holds many', () => {
  const marks = new FunnelMarks();
  for (let user = 1; user <= 3_000; user += 1) marks.add(user, user, user % 7);
  for (let user = 1; user <= 3_000; user += 1)
    expect(marks.of(journey(user, user, user + 1))).toEqual(Int32Array.of(user % 7, 0));
});
