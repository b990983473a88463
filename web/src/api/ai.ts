import { queryOptions } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { AiHealth, PerformanceResponse } from '#contracts/ai';
import type { SpendResponse, TracesResponse } from '#contracts/ai-operations';
import { requestJson } from './client.ts';
import { LIVE_PERFORMANCE } from './performance.ts';

export type Spend = Static<typeof SpendResponse>;
export type Traces = Static<typeof TracesResponse>;
export type Trace = Traces['decisions'][number];
export type ModelFigures = Static<typeof PerformanceResponse>;

/** What the AI router says of itself. */
export interface AiRouter {
  readonly spend: Spend;
  readonly models: ModelFigures;
  readonly health: AiHealth;
  readonly traces: readonly Trace[];
}

/** Spend, models, health and the latest decisions; asked again with every sample of the platform. */
export const aiRouterQuery = queryOptions({
  queryKey: [...LIVE_PERFORMANCE, 'ai-router'],
  queryFn: async ({ signal }): Promise<AiRouter> => {
    const [spend, models, health, { decisions }] = await Promise.all([
      requestJson<Spend>('/ai/spend', { signal }),
      requestJson<ModelFigures>('/ai/performance', { signal }),
      requestJson<AiHealth>('/ai/health', { signal }),
      requestJson<Traces>('/ai/decisions', { signal }),
    ]);
    return { spend, models, health, traces: decisions };
  },
});
