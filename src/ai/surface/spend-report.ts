import type { Static } from 'typebox';
import type { SpendDay, SpendResponse } from '#contracts/ai-operations';
import type { SpendRow } from '../record/history-store.ts';
import { round } from './report.ts';

export interface SpendInputs {
  readonly rows: readonly SpendRow[];
  /** First and last UTC day. */
  readonly start: string;
  readonly end: string;
  readonly referenceModel: string | null;
  readonly simulated: boolean;
  readonly timestamp: string;
}

/** What `GET /ai/spend` answers. Savings = the best single model's price for the same tokens, less what was paid. */
export function spendReport({
  rows,
  start,
  end,
  referenceModel,
  simulated,
  timestamp,
}: SpendInputs): Static<typeof SpendResponse> {
  const sum = (read: (row: SpendRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  const cost = sum((row) => row.cost_usd);
  const reference = sum((row) => row.reference_cost_usd);
  return {
    period: { start, end },
    total_cost_usd: cost,
    reference_model: referenceModel,
    reference_cost_usd: reference,
    savings_usd: reference - cost,
    savings_percent: reference === 0 ? null : round((100 * (reference - cost)) / reference, 2),
    cache_hits: sum((row) => row.cache_hits),
    requests: sum((row) => row.requests),
    by_model: byModel(rows),
    days: [...Map.groupBy(rows, ({ date }) => date)].map(([date, days]) => dayOf(date, days)),
    simulated: simulated || rows.some((row) => row.simulated),
    timestamp,
  };
}

function byModel(rows: readonly SpendRow[]): Record<string, { requests: number; cost_usd: number }> {
  const models: Record<string, { requests: number; cost_usd: number }> = {};
  for (const { model, requests, cost_usd } of rows) {
    if (model === null) continue;
    const total = (models[model] ??= { requests: 0, cost_usd: 0 });
    total.requests += requests;
    total.cost_usd += cost_usd;
  }
  return models;
}

function dayOf(date: string, rows: readonly SpendRow[]): Static<typeof SpendDay> {
  const requests = rows.reduce((total, row) => total + row.requests, 0);
  const cost = rows.reduce((total, row) => total + row.cost_usd, 0);
  const reference = rows.reduce((total, row) => total + row.reference_cost_usd, 0);
  return { date, requests, cost_usd: cost, reference_cost_usd: reference, savings_usd: reference - cost };
}
