import type { Static } from 'typebox';
import type { SpendResponse } from '#contracts/ai-operations';

type Spend = Static<typeof SpendResponse>;

/** The monthly analysis: where the money went, and what the routing saved. */
export function costText(spend: Spend): string {
  const { period, requests, total_cost_usd: cost, savings_usd: savings } = spend;
  if (requests === 0) return `No AI request between ${period.start} and ${period.end}.`;
  const models = Object.entries(spend.by_model)
    .toSorted(([, a], [, b]) => b.cost_usd - a.cost_usd)
    .map(([model, it]) => {
      const share = cost === 0 ? 0 : (100 * it.cost_usd) / cost;
      return `${model}: ${it.requests} requests, $${it.cost_usd.toFixed(6)} (${share.toFixed(1)} %), $${(it.cost_usd / it.requests).toFixed(6)} each`;
    });
  const percent = spend.savings_percent === null ? '' : ` (${spend.savings_percent} %)`;
  return [
    `AI cost, ${period.start} to ${period.end}${spend.simulated ? ', simulated' : ''}`,
    `${requests} requests, $${cost.toFixed(6)}; ${spend.cache_hits} came from the cache`,
    `the best single model, ${spend.reference_model ?? 'none'}, would have cost $${spend.reference_cost_usd.toFixed(6)}: $${savings.toFixed(6)} saved${percent}`,
    ...models,
    projection(spend),
  ].join('\n');
}

/** What a month costs at the pace of the days seen. */
function projection({ days, total_cost_usd: cost }: Spend): string {
  const perDay = days.length === 0 ? 0 : cost / days.length;
  return `at this pace a month of 30 days costs $${(30 * perDay).toFixed(4)}`;
}
