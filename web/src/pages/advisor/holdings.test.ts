import { describe, expect, it } from 'vitest';
import { type PortfolioDraft, portfolioOf, readPasted } from './holdings.ts';

const DRAFT: PortfolioDraft = {
  holdings: [
    { id: 0, symbol: ' aapl ', amount: '60' },
    { id: 1, symbol: 'MSFT', amount: '40' },
    { id: 2, symbol: '', amount: '' },
  ],
  unit: 'weight',
  objective: 'min_volatility',
  maxWeight: '50',
  minWeight: '',
  target: '8',
};

describe('portfolioOf', () => {
  it('turns percentages into fractions and leaves out what is empty or does not apply', () => {
    expect(portfolioOf(DRAFT)).toEqual({
      holdings: [
        { symbol: 'AAPL', weight: 0.6 },
        { symbol: 'MSFT', weight: 0.4 },
      ],
      objective: 'min_volatility',
      constraints: { max_weight: 0.5 },
      include_frontier: true,
    });
  });

  it('keeps quantities and the target of an objective that has one', () => {
    const { holdings, constraints } = portfolioOf({ ...DRAFT, unit: 'quantity', objective: 'target_return' });
    expect(holdings[0]).toEqual({ symbol: 'AAPL', quantity: 60 });
    expect(constraints).toEqual({ max_weight: 0.5, target_return: 0.08 });
  });
});

describe('readPasted', () => {
  it('finds columns by their head, whatever parts them', () => {
    expect(readPasted('name;weight;symbol\nApple;0.6;AAPL\nMicrosoft;0.4;MSFT\n')).toEqual({
      unit: 'weight',
      holdings: [
        { id: 0, symbol: 'AAPL', amount: '60' },
        { id: 1, symbol: 'MSFT', amount: '40' },
      ],
    });
  });

  it('takes quantities without a head, and percentages as they are', () => {
    expect(readPasted('AAPL\t12\nMSFT\t3.5')).toMatchObject({ unit: 'quantity', holdings: [{}, {}] });
    expect(readPasted('symbol,weight\nAAPL,70%\nMSFT,30%')).toMatchObject({
      holdings: [{ amount: '70' }, { amount: '30' }],
    });
  });

  it('names the line that it cannot read', () => {
    expect(readPasted('symbol,quantity\nAAPL,12\nMSFT,many')).toEqual({
      problem: 'Line 3 is no symbol and a number: MSFT,many',
    });
    expect(readPasted('symbol,price\nAAPL,12')).toHaveProperty('problem');
    expect(readPasted('  \n')).toHaveProperty('problem');
  });
});
