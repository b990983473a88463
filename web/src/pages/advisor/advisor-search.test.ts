import { expect, it } from 'vitest';
import { readAdvisorSearch } from './advisor-search.ts';

it('reads an address and ignores what it does not know', () => {
  expect(readAdvisorSearch({ tab: 'news', symbol: 'AAPL', type: 'risk', more: 1 })).toEqual({
    tab: 'news',
    symbol: 'AAPL',
    type: 'risk',
  });
  expect(readAdvisorSearch({ tab: 'buy', symbol: '', type: 7 })).toEqual({});
});
