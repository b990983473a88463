import { Type } from 'typebox';
import { ChatCompletionBody } from '#contracts/chat';
import { defineRoute, type Route } from '#platform';
import type { Gateway } from './gateway.ts';
import { answerChat, openAiError } from './surface/chat-answer.ts';

const PROMPT_LIMIT_BYTES = 8 * 1024 * 1024;

const ModelItem = Type.Object({
  id: Type.String(),
  object: Type.Literal('model'),
  created: Type.Integer(),
  owned_by: Type.String(),
});

/** The OpenAI-compatible surface: any OpenAI client works with our address and key. */
export function openAiRoutes(gateway: Gateway): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/chat/completions',
      scope: 'ai:use',
      tag: 'ai-router',
      summary: "OpenAI's Chat Completions, over every provider",
      description:
        'The model `auto` (or `auto/cost`, `auto/quality`, `auto/latency`) routes; a name of `GET /v1/models` pins. Problems also carry `error` as OpenAI clients read it.',
      bodyLimitBytes: PROMPT_LIMIT_BYTES,
      problemMembers: openAiError,
      schemas: { body: ChatCompletionBody },
      handler: ({ id, principal, body, signal, reply }) =>
        answerChat(gateway, body, { requestId: id, principalId: principal.id, signal }, reply),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/models',
      scope: 'ai:read',
      tag: 'ai-router',
      summary: 'Models by the names that `POST /v1/chat/completions` takes',
      problemMembers: openAiError,
      schemas: { response: Type.Object({ object: Type.Literal('list'), data: Type.Array(ModelItem) }) },
      handler: () => ({ object: 'list' as const, data: [auto(), ...gateway.usable.map(toItem)] }),
    }),
  ];
}

function auto() {
  return { id: 'auto', object: 'model' as const, created: 0, owned_by: 'richesreach' };
}

function toItem(model: Gateway['usable'][number]) {
  return {
    id: model.id,
    object: 'model' as const,
    created: Math.floor(Date.parse(model.date) / 1_000),
    owned_by: model.provider,
  };
}
