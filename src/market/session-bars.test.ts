import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionBars, type TimedQuote } from './session-bars.ts';

const quote = (
  timestampMs: number,
  more: Partial<TimedQuote['quote']> & { price: number },
  session = 1,
): TimedQuote => ({
  quote: { symbol: 'AAA', ...more },
  timestampMs,
  session,
});

describe('the bar of a session, from quotes', () => {
  it('opens at the earliest, spans all and keeps the largest volume', () => {
    const quotes = [
      quote(30, { price: 11, volume: 300 }),
      quote(10, { price: 10, volume: 100 }),
      quote(20, { price: 12, high: 15, low: 9, volume: 200 }),
    ];
    expect(sessionBars(quotes)).toEqual([
      { symbol: 'AAA', session: 1, open: 10, high: 15, low: 9, volume: 300 },
    ]);
  });

  it('takes the open that the first quote tells', () => {
    expect(
      sessionBars([quote(1, { price: 10, open_price: 8 }), quote(2, { price: 11, open_price: 7 })]),
    ).toEqual([{ symbol: 'AAA', session: 1, open: 8, high: 11, low: 8, volume: 0 }]);
  });

  it('is one for each symbol and session', () => {
    const quotes = [
      quote(1, { price: 10 }),
      quote(2, { price: 11 }, 2),
      quote(3, { price: 12, symbol: 'BBB' }),
    ];
    expect(sessionBars(quotes).map(({ symbol, session }) => [symbol, session])).toEqual([
      ['AAA', 1],
      ['AAA', 2],
      ['BBB', 1],
    ]);
  });

  it('does not depend on the order of arrival', () => {
    const quotes = fc.uniqueArray(
      fc.record({ timestampMs: fc.integer({ min: 0, max: 99 }), price: fc.integer({ min: 1, max: 50 }) }),
      { selector: ({ timestampMs }) => timestampMs, minLength: 1 },
    );
    fc.assert(
      fc.property(quotes, (drawn) => {
        const timed = drawn.map(({ timestampMs, price }) => quote(timestampMs, { price, volume: price }));
        expect(sessionBars(timed.toReversed())).toEqual(sessionBars(timed));
      }),
    );
  });
});
