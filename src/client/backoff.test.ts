import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { reconnectDelayMs } from './backoff.ts';

it('waits up to a bound that doubles, and never beyond twenty seconds', () => {
  expect([0, 1, 2, 5, 10, 1000].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([
    500, 1000, 2000, 16_000, 20_000, 20_000,
  ]);
});

it('spreads the whole way from zero to the bound', () => {
  fc.assert(
    fc.property(
      fc.nat(100),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const delay = reconnectDelayMs(attempt, random);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(20_000, 500 * 2 ** attempt));
      },
    ),
  );
  expect(reconnectDelayMs(3, 0)).toBe(0);
});
