import { expect, it } from 'vitest';
import { conditionText } from './condition-text.ts';

it('says what each kind of rule waits for', () => {
  const threshold = {
    kind: 'threshold',
    metric: 'cpu_usage',
    comparison: 'above',
    threshold: 80,
    window_seconds: 60,
  } as const;
  expect([
    conditionText({ ...threshold, aggregate: 'worst' }),
    conditionText({ ...threshold, aggregate: 'mean' }),
    conditionText({ kind: 'change', metric: 'load', direction: 'either', percent: 20, window_seconds: 300 }),
    conditionText({ kind: 'absence', metric: 'heartbeat', after_seconds: 90 }),
    conditionText({ kind: 'market_change', direction: 'fall', percent: 10 }),
    conditionText({ kind: 'market_change', direction: 'rise', percent: 5, symbols: ['AAPL', 'MSFT'] }),
    conditionText({ kind: 'anomaly', source: 'any', min_score: 0 }),
    conditionText({
      kind: 'burn_rate',
      objective: 'latency',
      target_percent: 99,
      factor: 6,
      long_minutes: 60,
      short_minutes: 5,
    }),
  ]).toEqual([
    'cpu_usage above 80 within 60 s',
    'Mean of cpu_usage above 80 within 60 s',
    'load changes by more than 20 % within 300 s',
    'heartbeat silent for 90 s',
    'Any price falls by more than 10 % in a session',
    'AAPL, MSFT rises by more than 5 % in a session',
    'Any anomaly',
    'Error budget of 99 % latency spent 6 times too fast over 60 and 5 min',
  ]);
});
