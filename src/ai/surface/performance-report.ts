import type { ModelPerformance } from '#contracts/ai';
import { BUCKETS, createHistogram, quantile } from '../live/histogram.ts';
import { wilsonInterval } from '../live/wilson.ts';
import type { QualityBook } from '../quality/quality-book.ts';
import type { ModelTotals } from '../record/history-store.ts';
import { round } from './report.ts';

/** What `GET /ai/performance` answers: upstream calls per model, over all given hours. */
export function performanceReport(
  hours: readonly ModelTotals[],
  quality: QualityBook,
): Record<string, ModelPerformance> {
  const byModel = Map.groupBy(hours, ({ model }) => model);
  return Object.fromEntries(
    [...byModel].map(([model, rows]) => [model, performanceOf(model, rows, quality)]),
  );
}

function performanceOf(model: string, rows: readonly ModelTotals[], quality: QualityBook): ModelPerformance {
  const sum = (read: (row: ModelTotals) => number) => rows.reduce((total, row) => total + read(row), 0);
  const calls = sum((row) => row.calls);
  const successes = sum((row) => row.successes);
  const cost = sum((row) => row.cost_usd);
  const latency = histogramOf(rows, 'latency_histogram');
  const firstToken = histogramOf(rows, 'first_token_histogram');
  const at = (histogram: Float64Array, q: number) => rounded(quantile(histogram, q));
  const interval = wilsonInterval(successes, calls);
  const { count, meanRating } = quality.feedback(model);
  return {
    model,
    total_requests: calls,
    successful_requests: successes,
    success_rate: calls === 0 ? null : round(successes / calls, 6),
    success_rate_interval: interval === null ? null : [round(interval[0], 4), round(interval[1], 4)],
    errors: errorsOf(rows),
    average_latency_ms: successes === 0 ? null : round(sum((row) => row.latency_ms_sum) / successes),
    latency_ms_p50: at(latency, 0.5),
    latency_ms_p95: at(latency, 0.95),
    time_to_first_token_ms_p50: at(firstToken, 0.5),
    time_to_first_token_ms_p95: at(firstToken, 0.95),
    average_cost: calls === 0 ? null : cost / calls,
    total_cost: cost,
    input_tokens: sum((row) => row.input_tokens),
    output_tokens: sum((row) => row.output_tokens),
    feedback: { count, mean_rating: rounded(meanRating) },
    last_updated: rows.reduce<string | null>((last, { updated_at }) => later(last, updated_at), null),
  };
}

function histogramOf(rows: readonly ModelTotals[], column: 'latency_histogram' | 'first_token_histogram') {
  const total = createHistogram();
  for (const row of rows)
    for (let index = 0; index < BUCKETS; index += 1)
      total[index] = (total[index] ?? 0) + (row[column][index] ?? 0);
  return total;
}

function errorsOf(rows: readonly ModelTotals[]): Record<string, number> {
  const errors: Record<string, number> = {};
  for (const row of rows)
    for (const [kind, count] of Object.entries(row.errors)) errors[kind] = (errors[kind] ?? 0) + count;
  return errors;
}

function later(last: string | null, moment: Date): string {
  const text = moment.toISOString();
  return last !== null && last > text ? last : text;
}

function rounded(value: number | null): number | null {
  return value === null ? null : round(value);
}
