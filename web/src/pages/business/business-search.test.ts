import { describe, expect, it } from 'vitest';
import { choiceOf, withChoice } from '../../format/period-search.ts';
import { readBusinessSearch } from './business-search.ts';

describe('the address of the Business page', () => {
  it('holds a moving period or fixed days, and fixed days win', () => {
    expect(readBusinessSearch({ range: '90d' })).toEqual({ range: '90d' });
    const fixed = { from: '2026-03-01', to: '2026-03-31' };
    expect(readBusinessSearch({ ...fixed, range: '7d' })).toEqual(fixed);
    expect(choiceOf(fixed)).toEqual(fixed);
    expect(choiceOf({})).toBe('30d');
  });

  it('drops what it does not know', () => {
    const search = {
      range: 'ever',
      from: '2026-03-31',
      to: '2026-03-01',
      zone: 'Mars',
      compare: 'yes',
      notes: 'two words',
      x: 1,
    };
    expect(readBusinessSearch(search)).toEqual({});
  });

  it('keeps zone and comparison when the period changes', () => {
    const search = { range: '7d', zone: 'Europe/Berlin', compare: 'off' } as const;
    const fixed = { from: '2026-03-01', to: '2026-03-31' };
    expect(withChoice(search, fixed)).toEqual({ ...fixed, zone: 'Europe/Berlin', compare: 'off' });
    expect(withChoice({ ...fixed, zone: 'UTC' }, 'month')).toEqual({ range: 'month', zone: 'UTC' });
  });
});
