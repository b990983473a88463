import { expect, it } from 'vitest';
import type { AlertCondition } from '#contracts/alerts';
import { stepsOf } from './steps.ts';

const NOW = Date.parse('2026-11-25T12:00:00.500Z');
const threshold = (seconds: number): AlertCondition => ({
  kind: 'threshold',
  metric: 'm',
  comparison: 'above',
  threshold: 1,
  aggregate: 'worst',
  window_seconds: seconds,
});
const stepSeconds = (condition: AlertCondition, hours: number) =>
  stepsOf(condition, hours, NOW).stepMs / 1_000;

it('looks often enough to miss no window, and not more often than it must', () => {
  expect([60, 61, 7, 3_600].map((seconds) => stepSeconds(threshold(seconds), 24))).toEqual([5, 61, 7, 5]);
  expect([60, 300, 31].map((seconds) => stepSeconds(threshold(seconds), 168))).toEqual([60, 50, 31]);
  expect(stepSeconds(threshold(1), 1)).toBe(1);
  expect(stepSeconds({ kind: 'market_change', direction: 'either', percent: 1 }, 24)).toBe(86_400);
});

it('spans at least the hours asked for, and refuses more than can be looked at', () => {
  expect(stepsOf(threshold(60), 1, NOW)).toEqual({
    fromMs: Date.parse('2026-11-25T11:00:00Z'),
    toMs: Date.parse('2026-11-25T12:00:01Z'),
    stepMs: 1_000,
  });
  expect(() => stepsOf(threshold(1), 56, NOW)).toThrow(
    expect.objectContaining({
      code: 'invalid-fields',
      errors: [{ pointer: '/hours', message: 'must be at most 55: this rule is looked at every 1 s' }],
    }),
  );
  expect(stepSeconds(threshold(1), 55)).toBe(1);
});
