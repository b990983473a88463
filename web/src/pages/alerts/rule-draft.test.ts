import { expect, it } from 'vitest';
import { EMPTY_DRAFT, isComplete, ruleOf } from './rule-draft.ts';

it('makes of what was typed the rule of its kind, and leaves out what the kind does not have', () => {
  const typed = {
    ...EMPTY_DRAFT,
    name: 'Load',
    metric: 'load',
    amount: '5',
    windowSeconds: '30',
    symbols: ' aapl, msft',
  };
  expect(ruleOf(typed)).toEqual({
    name: 'Load',
    severity: 'warning',
    condition: {
      kind: 'threshold',
      metric: 'load',
      comparison: 'above',
      threshold: 5,
      aggregate: 'worst',
      window_seconds: 30,
    },
    for_seconds: 0,
    clear_seconds: 60,
    enabled: true,
  });
  expect(ruleOf({ ...typed, kind: 'market_change', direction: 'fall' }).condition).toEqual({
    kind: 'market_change',
    direction: 'fall',
    percent: 5,
    symbols: ['AAPL', 'MSFT'],
  });
  expect(ruleOf({ ...typed, kind: 'absence' }).condition).toEqual({
    kind: 'absence',
    metric: 'load',
    after_seconds: 5,
  });
});

it('can be tried once its condition is whole', () => {
  const typed = { ...EMPTY_DRAFT, amount: '5' };
  expect(isComplete(typed)).toBe(false);
  expect(isComplete({ ...typed, metric: 'load' })).toBe(true);
  expect(isComplete({ ...EMPTY_DRAFT, metric: 'load' })).toBe(false);
  expect(isComplete({ ...typed, kind: 'market_change' })).toBe(true);
});
