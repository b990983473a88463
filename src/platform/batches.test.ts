import { expect, it } from 'vitest';
import { inBatches } from './batches.ts';

it('sends the first alone and the rest together, each with its own result', async () => {
  const calls: number[][] = [];
  const double = inBatches(async (items: readonly number[]) => {
    calls.push([...items]);
    await new Promise((resolve) => setImmediate(resolve));
    return items.map((item) => 2 * item);
  }, 3);
  const results = await Promise.all([1, 2, 3, 4, 5].map(double));
  expect(results).toEqual([2, 4, 6, 8, 10]);
  expect(calls).toEqual([[1], [2, 3, 4], [5]]);
  expect(await double(6)).toBe(12);
});

it('fails only those of the call that failed, and goes on', async () => {
  let first = true;
  const call = inBatches(async (items: readonly string[]) => {
    if (!first) return items;
    first = false;
    throw new Error('down');
  });
  const results = await Promise.allSettled(['a', 'b', 'c'].map(call));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
