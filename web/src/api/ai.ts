import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { AiHealth, PerformanceResponse, RouteResponse } from '#contracts/ai';
import type {
  Budget,
  BudgetBody,
  BudgetsResponse,
  ControlsResponse,
  KillSwitch,
  KillSwitchBody,
  SpendResponse,
  TracesResponse,
} from '#contracts/ai-operations';
import { requestJson } from './client.ts';
import { LIVE_PERFORMANCE } from './live-keys.ts';

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
  readonly budgets: readonly Budget[];
  readonly killSwitches: readonly KillSwitch[];
}

const AI_ROUTER = [...LIVE_PERFORMANCE, 'ai-router'] as const;

/** Spend, models, health, controls and the latest decisions; asked again with every sample of the platform. */
export const aiRouterQuery = queryOptions({
  queryKey: AI_ROUTER,
  queryFn: async ({ signal }): Promise<AiRouter> => {
    const [spend, models, health, { decisions }, { budgets }, controls] = await Promise.all([
      requestJson<Spend>('/ai/spend', { signal }),
      requestJson<ModelFigures>('/ai/performance', { signal }),
      requestJson<AiHealth>('/ai/health', { signal }),
      requestJson<Traces>('/ai/decisions', { signal }),
      requestJson<Static<typeof BudgetsResponse>>('/ai/budgets', { signal }),
      requestJson<Static<typeof ControlsResponse>>('/ai/controls', { signal }),
    ]);
    return {
      spend,
      models,
      health,
      traces: decisions,
      budgets,
      killSwitches: controls.kill_switches,
    };
  },
});

/** Sets a budget, or removes it with `limit_usd: null`. */
export function useSetBudget() {
  return useChange((body: BudgetBody) => requestJson('/ai/budgets', { method: 'PUT', body }));
}

/** Stops traffic to a provider, a model or everything, or lets it through again. */
export function useKillSwitch() {
  return useChange((body: KillSwitchBody) => requestJson('/ai/kill-switch', { method: 'PUT', body }));
}

export type RouteAnswer = RouteResponse;

/** Asks the router; with `dry_run` it only says what it would do. */
export function useRoute() {
  return useChange((body: object) => requestJson<RouteAnswer>('/ai/route', { method: 'POST', body }));
}

/** A change after which the page's figures are asked again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: AI_ROUTER }),
  });
}
