import type { MetricFamily, MetricSample } from '#platform';
import type { BudgetUse } from '../budget/budget-use.ts';
import type { Gateway } from '../gateway.ts';

const BREAKER = { closed: 0, half_open: 1, open: 2 };

/** What the gateway is like right now, for Prometheus. */
export function stateFamilies(gateway: Gateway, budgets: readonly BudgetUse[]): MetricFamily[] {
  return [
    gauge(
      'ai_breaker_state',
      'Circuit breakers: 0 closed, 1 half open, 2 open',
      gateway.breakers
        .known()
        .map(({ kind, name, state }) => ({ labels: { kind, name }, value: BREAKER[state] })),
    ),
    gauge(
      'ai_budget_used_ratio',
      'Share of a budget that is spent or written off; of budgets for each key or user, the fullest one',
      budgets.map(({ scope, span, ratio }) => ({ labels: { scope, window: span }, value: ratio })),
    ),
    gauge('ai_retry_budget', 'Extra upstream calls that may still be made', [
      { labels: {}, value: gateway.retryBudget.available() },
    ]),
    gauge('ai_models_available', 'Models that can be asked, of those a provider is configured for', [
      { labels: {}, value: gateway.usable.filter((model) => gateway.whyUnavailable(model) === null).length },
    ]),
  ];
}

function gauge(name: string, help: string, samples: MetricSample[]): MetricFamily {
  return { name, help, type: 'gauge', samples };
}
