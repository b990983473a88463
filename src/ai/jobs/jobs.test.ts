import { expect, it } from 'vitest';
import type { ModelPerformance } from '#contracts/ai';
import { wilsonInterval } from '../live/wilson.ts';
import { costText } from './cost-analysis.ts';
import { reviewModels, reviewText } from './model-review.ts';

function measured(model: string, total: number, good: number, p95: number): ModelPerformance {
  return {
    model,
    total_requests: total,
    successful_requests: good,
    success_rate: good / total,
    success_rate_interval: wilsonInterval(good, total),
    errors: { overloaded: total - good },
    average_latency_ms: 900,
    latency_ms_p50: 800,
    latency_ms_p95: p95,
    time_to_first_token_ms_p50: null,
    time_to_first_token_ms_p95: null,
    average_cost: 0.001,
    total_cost: 0.001 * total,
    input_tokens: 1,
    output_tokens: 1,
    feedback: { count: 0, mean_rating: null },
    last_updated: null,
  };
}

it('names models that fail or dawdle, and not those that only had bad luck', () => {
  const review = reviewModels(
    {
      flaky: measured('flaky', 1_000, 900, 1_000),
      slow: measured('slow', 500, 500, 9_000),
      unlucky: measured('unlucky', 25, 24, 1_000),
      rare: measured('rare', 3, 0, 9_000),
    },
    7,
  );
  const concerns = Object.fromEntries(review.models.map((it) => [it.model, it.concerns]));
  expect(concerns.flaky).toEqual(['success below 98 %: 100 overloaded']);
  expect(concerns.slow?.[0]).toMatch(/11\.3 times/);
  expect([concerns.unlucky, concerns.rare]).toEqual([[], []]);
  expect(reviewText(review)).toContain('flaky: 1000 calls, success 90.00 %');
  expect(reviewText({ days: 7, models: [] })).toMatch(/No model/);
});

it('says where the money went', () => {
  const text = costText({
    period: { start: '2026-10-01', end: '2026-10-30' },
    total_cost_usd: 4,
    reference_model: 'best',
    reference_cost_usd: 10,
    savings_usd: 6,
    savings_percent: 60,
    cache_hits: 5,
    requests: 40,
    by_model: { a: { requests: 30, cost_usd: 1 }, b: { requests: 10, cost_usd: 3 } },
    days: [
      { date: '2026-10-01', requests: 20, cost_usd: 2, reference_cost_usd: 5, savings_usd: 3 },
      { date: '2026-10-02', requests: 20, cost_usd: 2, reference_cost_usd: 5, savings_usd: 3 },
    ],
    simulated: true,
    timestamp: '2026-10-31T00:00:00Z',
  });
  expect(text).toContain('$6.000000 saved (60 %)');
  expect(text.indexOf('b: 10 requests')).toBeLessThan(text.indexOf('a: 30 requests'));
  expect(text).toContain('a month of 30 days costs $60.0000');
});
