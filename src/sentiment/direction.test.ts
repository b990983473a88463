import { describe, expect, it } from 'vitest';
import { directionOf } from './direction.ts';
import { tokenise } from './tokens.ts';

const direction = (headline: string) => directionOf(tokenise(headline));

describe('directionOf', () => {
  it.each([
    ['Loss narrows at Acme', 1],
    ['Loss widens at Acme', -1],
    ['Profit rises at Acme', 1],
    ['Profit falls at Acme', -1],
    ['No fraud at Acme', 1],
    ['No dividend at Acme', -1],
    ['Acme ends strike', 1],
    ['Ban on Acme lifted', 1],
    ['Acme swings to profit', 1],
    ['Acme slips into the red', -1],
    ['Acme fails to halt its decline', -1],
    ['Fuel costs soar', -1],
    ['Acme shares fall on worries', -1],
    ['Acme climbs despite weak demand', 1],
  ])('%s: %d', (headline, sign) => {
    expect(Math.sign(direction(headline).tone)).toBe(sign);
  });

  it.each(['Acme shares unchanged', 'Inflation steady at 2 percent', 'Results in line with estimates'])(
    '%s: nothing moved',
    (headline) => {
      expect(direction(headline)).toMatchObject({ tone: 0, still: true });
    },
  );

  it('knows when a bag of words would be wrong', () => {
    expect(direction('Loss narrows at Acme').turning).toBe(true);
    expect(direction('Profit rises at Acme').turning).toBe(false);
  });

  it('does not take a stop loss for a loss', () => {
    expect(direction('Buy Acme with a stop loss of Rs 245').tone).toBeGreaterThan(0);
  });
});
