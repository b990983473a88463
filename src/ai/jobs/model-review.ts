import type { ModelPerformance } from '#contracts/ai';

/** The weekly review: what each model did, and which ones need somebody's eyes. */
export interface ModelReview {
  readonly days: number;
  readonly models: readonly (ModelPerformance & { readonly concerns: readonly string[] })[];
}

const FEW_CALLS = 20;
const POOR_SUCCESS = 0.98;
const SLOW_TAIL = 5;

export function reviewModels(
  performance: Readonly<Record<string, ModelPerformance>>,
  days: number,
): ModelReview {
  const models = Object.values(performance)
    .map((model) => ({ ...model, concerns: concernsOf(model) }))
    .toSorted((a, b) => b.total_requests - a.total_requests);
  return { days, models };
}

/** A share counts as poor only where its whole interval lies below: few calls prove nothing. */
function concernsOf(model: ModelPerformance): string[] {
  if (model.total_requests < FEW_CALLS) return [];
  const concerns: string[] = [];
  const [, high] = model.success_rate_interval ?? [0, 1];
  if (high < POOR_SUCCESS) concerns.push(`success below ${100 * POOR_SUCCESS} %: ${topErrors(model.errors)}`);
  if (
    model.latency_ms_p50 !== null &&
    model.latency_ms_p95 !== null &&
    model.latency_ms_p95 > SLOW_TAIL * model.latency_ms_p50
  )
    concerns.push(
      `slow tail: p95 is ${(model.latency_ms_p95 / model.latency_ms_p50).toFixed(1)} times the median`,
    );
  return concerns;
}

function topErrors(errors: Readonly<Record<string, number>>): string {
  return Object.entries(errors)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

export function reviewText({ days, models }: ModelReview): string {
  if (models.length === 0) return `No model was asked in the last ${days} days.`;
  const lines = models.map((it) => {
    const success = it.success_rate === null ? 'n/a' : `${(100 * it.success_rate).toFixed(2)} %`;
    const [low, high] = it.success_rate_interval ?? [0, 1];
    const figures = `${it.total_requests} calls, success ${success} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}), p50 ${ms(it.latency_ms_p50)}, p95 ${ms(it.latency_ms_p95)}, $${it.total_cost.toFixed(6)}`;
    return [`${it.model}: ${figures}`, ...it.concerns.map((concern) => `  ! ${concern}`)].join('\n');
  });
  return [`Model performance, last ${days} days`, ...lines].join('\n');
}

function ms(value: number | null): string {
  return value === null ? 'n/a' : `${Math.round(value)} ms`;
}
