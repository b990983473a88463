import { expect, it } from 'vitest';
import { inBatches } from './batches.ts';

it('sends together what is asked for in one turn, at most so many, each with its own result', async () => {
  const calls: number[][] = [];
  const double = inBatches(async (items: readonly number[]) => {
    calls.push([...items]);
    await new Promise((resolve) => setImmediate(resolve));
    return items.map((item) => 2 * item);
  }, 3);
  const results = await Promise.all([1, 2, 3, 4, 5].map(double));
  expect(results).toEqual([2, 4, 6, 8, 10]);
  expect(calls).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(await double(6)).toBe(12);
});

it('sends what is asked for during a call together after it, and fails only those of the call that failed', async () => {
  const calls: string[][] = [];
  let fails = true;
  const call = inBatches(async (items: readonly string[]) => {
    calls.push([...items]);
    await new Promise((resolve) => setImmediate(resolve));
    if (!fails) return items;
    fails = false;
    throw new Error('down');
  });
  const first = call('a');
  await Promise.resolve();
  const results = await Promise.allSettled([first, call('b'), call('c')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(calls).toEqual([['a'], ['b', 'c']]);
});
