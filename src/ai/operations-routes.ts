import { type TProperties, Type } from 'typebox';
import { PerformanceResponse } from '#contracts/ai';
import {
  BudgetBody,
  BudgetsResponse,
  ControlsResponse,
  FeedbackBody,
  FeedbackResponse,
  KillSwitchBody,
  RequestTrace,
  SpendResponse,
  TracesResponse,
} from '#contracts/ai-operations';
import { defineRoute, type Route } from '#platform';
import type { Operations } from './operations.ts';

const tag = 'ai-router' as const;
const now = () => new Date().toISOString();
const onlyThose = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false });

/** Statistics, money and switches of the gateway. */
export function operationsRoutes(operations: Operations): Route[] {
  return [...historyRoutes(operations), ...controlRoutes(operations)];
}

function historyRoutes(operations: Operations): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/ai/performance',
      scope: 'ai:read',
      tag,
      summary: 'What was measured of each model, over all processes and restarts',
      schemas: {
        query: onlyThose({ hours: Type.Integer({ minimum: 1, maximum: 8_760, default: 720 }) }),
        response: PerformanceResponse,
      },
      handler: ({ query }) => operations.performance(query.hours),
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/decisions',
      scope: 'ai:read',
      tag,
      summary: 'The latest requests with the decisions behind them',
      schemas: {
        query: onlyThose({ limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }) }),
        response: TracesResponse,
      },
      handler: async ({ query }) => ({ decisions: await operations.traces(query.limit), timestamp: now() }),
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/decisions/{request_id}',
      scope: 'ai:read',
      tag,
      summary: 'The decision trace of one request',
      schemas: { params: Type.Object({ request_id: Type.String() }), response: RequestTrace },
      handler: ({ params }) => operations.trace(params.request_id),
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/spend',
      scope: 'ai:read',
      tag,
      summary: 'Money paid, and saved against the best single model',
      schemas: {
        query: onlyThose({ days: Type.Integer({ minimum: 1, maximum: 366, default: 30 }) }),
        response: SpendResponse,
      },
      handler: ({ query }) => operations.spend(query.days),
    }),
    defineRoute({
      method: 'POST',
      path: '/ai/feedback',
      scope: 'ai:use',
      tag,
      summary: 'Rate an answer; the ratings move what is believed of the model',
      schemas: { body: FeedbackBody, response: FeedbackResponse },
      handler: ({ body, principal }) => operations.rate(body, principal.id),
    }),
  ];
}

function controlRoutes(operations: Operations): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/ai/budgets',
      scope: 'ai:read',
      tag,
      summary: 'Budgets and what is left of them',
      schemas: { response: BudgetsResponse },
      handler: async () => ({ budgets: await operations.listBudgets(), timestamp: now() }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/ai/budgets',
      scope: 'admin',
      tag,
      summary: 'Set or remove a budget',
      schemas: { body: BudgetBody, response: BudgetsResponse },
      async handler({ body, principal }) {
        await operations.putBudget(body, principal.id);
        return { budgets: await operations.listBudgets(), timestamp: now() };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/controls',
      scope: 'ai:read',
      tag,
      summary: 'Kill switches, circuit breakers, and what retries and hedges may still use',
      schemas: { response: ControlsResponse },
      handler: () => operations.controls(),
    }),
    defineRoute({
      method: 'PUT',
      path: '/ai/kill-switch',
      scope: 'admin',
      tag,
      summary: 'Stop or resume a provider, a model, a key or all AI traffic',
      schemas: { body: KillSwitchBody, response: ControlsResponse },
      async handler({ body, principal }) {
        await operations.putKillSwitch(body, principal.id);
        return operations.controls();
      },
    }),
  ];
}
