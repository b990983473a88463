import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intradayPath } from './intraday-path.ts';

const bars = fc
  .tuple(
    fc.array(fc.double({ min: 0.01, max: 10_000, noNaN: true }), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 1e9 }),
  )
  .map(([prices, volume]) => {
    const [low = 0, open = 0, close = 0, high = 0] = prices.toSorted((a, b) => a - b);
    return { day: 0, open, high, low, close, volume, split: 1, dividend: 0 };
  });

describe('the path of a session', () => {
  it('opens, touches low and high, closes, and trades the volume of its bar', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 4, max: 400 }), (bar, minutes) => {
        const path = intradayPath(bar, minutes);
        const prices = path.map(({ price }) => price);
        const volumes = path.map(({ volume }) => volume);
        expect(path).toHaveLength(minutes);
        expect([prices[0], prices.at(-1)]).toEqual([bar.open, bar.close]);
        expect([Math.min(...prices), Math.max(...prices)]).toEqual([bar.low, bar.high]);
        expect(volumes.at(-1)).toBe(bar.volume);
        expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
      }),
    );
  });
});
