import * as fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { createTokenCounter } from './token-counter.ts';
import { countTokens } from './tokens.ts';

describe('countTokens', () => {
  it('counts as o200k_base does, and marks as words', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('hello world')).toBe(2);
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('counts at most one too many for each 2,000 characters, and never too few or more than the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 300 }), (words) => {
        const text = words.join(' ');
        const exact = encode(text, { disallowedSpecial: new Set() }).length;
        const counted = countTokens(text);
        expect(counted).toBeGreaterThanOrEqual(exact);
        expect(counted - exact).toBeLessThanOrEqual(2 * Math.floor(text.length / 2_000));
        expect(counted).toBeLessThanOrEqual(Math.max(Buffer.byteLength(text), 0));
      }),
      { numRuns: 60 },
    );
  });

  it('takes linear time in text without spaces', () => {
    const startedAt = performance.now();
    expect(countTokens('a'.repeat(200_000))).toBe(25_000);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

it('counts on a thread of its own, once that is there', async () => {
  await using counter = createTokenCounter();
  expect(counter.count(['too early'])).toBeNull();
  await expect.poll(() => counter.count(['']), { timeout: 10_000 }).not.toBeNull();
  expect(await counter.count(['hello world', ''])).toEqual([2, 0]);
});
