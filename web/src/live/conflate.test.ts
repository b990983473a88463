import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { conflate } from './conflate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs at once, then not more often than the interval', async () => {
  const task = vi.fn<() => Promise<void>>(async () => undefined);
  const call = conflate(task, 250);
  for (let step = 0; step < 60; step += 1) {
    call();
    await vi.advanceTimersByTimeAsync(1000 / 60);
  }
  expect(task.mock.calls.length).toBeGreaterThanOrEqual(4);
  expect(task.mock.calls.length).toBeLessThanOrEqual(5);
});

it('follows the last call with a run that starts after it', async () => {
  let value = 0;
  const seen: number[] = [];
  const call = conflate(async () => void seen.push(value), 250);
  for (const next of [1, 2, 3]) {
    value = next;
    call();
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([1, 3]);
});

it('never runs twice at a time, and goes on after a failure', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const call = conflate(async () => {
    running += 1;
    runs += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => {
      setTimeout(resolve, 900);
    });
    running -= 1;
    throw new Error('refused');
  }, 100);
  for (let step = 0; step < 20; step += 1) {
    call();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(most).toBe(1);
  expect(runs).toBeGreaterThanOrEqual(3);
});
