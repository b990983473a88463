import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserSet } from './user-set.ts';

const keys = fc.oneof(
  fc.array(fc.nat({ max: 2_000_000 }), { maxLength: 60 }),
  fc.array(fc.nat({ max: 3_000 }), { minLength: 500, maxLength: 2_000 }),
);

describe('UserSet', () => {
  it('is the set of its keys, before and after it was stored', () => {
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        const set = UserSet.of(one);
        const restored = UserSet.empty();
        restored.addStored(set.toStored());
        restored.addStored(UserSet.of(other).toStored());
        expect(set.size).toBe(new Set(one).size);
        expect([...restored]).toEqual([...new Set([...one, ...other])].toSorted((a, b) => a - b));
        expect(set.sizeOfIntersection(UserSet.of(other))).toBe(
          new Set(one).intersection(new Set(other)).size,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('adds and deletes single keys', () => {
    const set = UserSet.of([1, 31, 32, 4_000_000]);
    set.delete(32);
    set.delete(9_999_999);
    expect([set.has(31), set.has(32), set.has(4_000_000), set.size]).toEqual([true, false, true, 3]);
  });

  it('stores dense sets as bitmaps and sparse ones in a byte or two a key', () => {
    const dense = UserSet.of(Array.from({ length: 8_000 }, (_, key) => key));
    const sparse = UserSet.of(Array.from({ length: 100 }, (_, key) => key * 1_000));
    expect(dense.toStored().length).toBe(1_001);
    expect(sparse.toStored().length).toBeLessThan(210);
  });

  it('refuses bytes that are no set', () => {
    expect(() => UserSet.empty().addStored(Buffer.from([9, 1]))).toThrow(RangeError);
  });
});
