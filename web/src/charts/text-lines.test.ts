import { expect, it } from 'vitest';
import { linesOf } from './text-lines.ts';

it('fills each line as far as there is room, and gives what is too wide a line of its own', () => {
  expect(linesOf([40, 40, 40, 40], 100)).toEqual([0, 0, 1, 1]);
  expect(linesOf([40, 40, 40, 40], 160)).toEqual([0, 0, 0, 0]);
  expect(linesOf([150, 10, 150], 100)).toEqual([0, 1, 2]);
  expect(linesOf([], 100)).toEqual([]);
});
