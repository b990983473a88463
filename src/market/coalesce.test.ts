import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

/** A pass that runs until it is let go. */
function gated() {
  const passes: number[][] = [];
  const gates: (() => void)[] = [];
  const ask = coalesce<number>((items) => {
    passes.push([...items]);
    return new Promise((resolve) => gates.push(resolve));
  });
  const release = async () => {
    gates.shift()?.();
    await new Promise(setImmediate);
  };
  return { ask, passes, release };
}

describe('coalescing', () => {
  it('runs one pass at a time and gathers for the next what comes meanwhile', async () => {
    const { ask, passes, release } = gated();
    const done: number[] = [];
    const asked = [1, 2].map((item) => ask(item).then(() => done.push(item)));
    await new Promise(setImmediate);
    asked.push(...[3, 4, 5].map((item) => ask(item).then(() => done.push(item))));
    expect(passes).toEqual([[1, 2]]);
    await release();
    expect(passes).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(done).toEqual([1, 2]);
    await release();
    await Promise.all(asked);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells a failure to those who asked for that pass, and goes on', async () => {
    const ask = coalesce<number>(async ([item]) => {
      if (item === 1) throw new Error('no');
    });
    await expect(ask(1)).rejects.toThrow('no');
    await expect(ask(2)).resolves.toBeUndefined();
  });
});
