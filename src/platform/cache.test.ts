import { describe, expect, it } from 'vitest';
import { createMemoryCache } from './cache.ts';

describe('memory cache', () => {
  it('computes once for callers at the same time and once for those after', async () => {
    const cache = createMemoryCache();
    let computed = 0;
    const ask = () => cache.getOrCompute('k', ['t'], () => ({ n: ++computed }));
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one).toBe(two);
    expect(await ask()).toBe(one);
    expect(computed).toBe(1);
    expect(cache.statistics).toEqual({ hits: 1, misses: 1 });
  });

  it('forgets by tag, at once, and only what has the tag', async () => {
    const cache = createMemoryCache();
    await cache.getOrCompute('bars', ['market'], () => 1);
    await cache.getOrCompute('users', ['users'], () => 1);
    cache.bump(['market']);
    expect(cache.peek('bars')).toBeUndefined();
    expect(cache.peek('users')?.json.toString()).toBe('1');
  });

  it('does not keep an answer that became stale while it was computed', async () => {
    const cache = createMemoryCache();
    const slow = cache.getOrCompute('k', ['t'], async () => {
      await Promise.resolve();
      cache.bump(['t']);
      return 'old';
    });
    expect((await slow).json.toString()).toBe('"old"');
    expect(cache.peek('k')).toBeUndefined();
    expect((await cache.getOrCompute('k', ['t'], () => 'new')).json.toString()).toBe('"new"');
  });

  it('remembers no failure', async () => {
    const cache = createMemoryCache();
    const fail = () => Promise.reject(new Error('down'));
    await expect(cache.getOrCompute('k', [], fail)).rejects.toThrow('down');
    expect((await cache.getOrCompute('k', [], () => 1)).json.toString()).toBe('1');
  });
});
