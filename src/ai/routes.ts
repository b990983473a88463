import {
  AiHealth,
  BatchRequestBody,
  BatchResponse,
  ModelsResponse,
  RouteRequestBody,
  RouteResponse,
} from '#contracts/ai';
import { defineRoute, type Route } from '#platform';
import type { Gateway } from './gateway.ts';
import { answerBatch } from './surface/batch-answer.ts';
import { healthReport } from './surface/health-report.ts';
import { modelsReport } from './surface/models-report.ts';
import { answerRoute, streamRoute } from './surface/route-answer.ts';

/** Prompts may be as long as the largest context window. */
const BATCH_AT_ONCE = 5;

const PROMPT_LIMIT_BYTES = 8 * 1024 * 1024;

export function aiRoutes(gateway: Gateway): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/ai/route',
      scope: 'ai:use',
      tag: 'ai-router',
      summary: 'Route one request to the best model',
      description:
        'Picks a model by quality, cost, latency and reliability, falls back where one fails, and explains the decision. ' +
        'With `stream: true` the answer comes as server-sent events: `delta` {text}, then `done` with this answer, or `error` with a problem.',
      bodyLimitBytes: PROMPT_LIMIT_BYTES,
      schemas: { body: RouteRequestBody, response: RouteResponse },
      async handler({ id, principal, body, signal, reply }) {
        const call = { requestId: id, principalId: principal.id, signal };
        if (body.stream !== true || body.dry_run === true) return answerRoute(gateway, body, call);
        await streamRoute(gateway, body, call, reply);
        return reply;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/ai/route/batch',
      scope: 'ai:use',
      tag: 'ai-router',
      summary: 'Route several requests, each answered or failed for itself',
      bodyLimitBytes: PROMPT_LIMIT_BYTES,
      schemas: { body: BatchRequestBody, response: BatchResponse },
      handler: ({ id, principal, body, signal }) =>
        answerBatch(gateway, body.requests, body.max_concurrent ?? BATCH_AT_ONCE, {
          requestId: id,
          principalId: principal.id,
          signal,
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/models',
      scope: 'ai:read',
      tag: 'ai-router',
      summary: 'Models, their capabilities, prices and what was measured of them',
      schemas: { response: ModelsResponse },
      handler: () => modelsReport(gateway),
    }),
    defineRoute({
      method: 'GET',
      path: '/ai/health',
      scope: 'public',
      tag: 'ai-router',
      summary: 'Health of the providers as live traffic shows it',
      schemas: { response: AiHealth },
      handler: () => healthReport(gateway),
    }),
  ];
}
