import { describe, expect, it } from 'vitest';
import { nearest } from './suggest.ts';

describe('nearest', () => {
  it.each([
    ['srve', 'serve'],
    ['imoprt', 'import'],
    ['migrat', 'migrate'],
    ['s', undefined],
    ['deploy', undefined],
  ])('of %s is %s', (word, expected) => {
    expect(nearest(word, ['serve', 'import', 'migrate', 'doctor'])).toBe(expected);
  });
});
