import type { Strategy } from '#contracts/ai';
import type { ChatCompletionBody } from '#contracts/chat';
import { STRATEGIES } from '#contracts/choices';
import { DomainError, type FieldError } from '#platform';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ChatRequest } from '../chat.ts';
import { needsOf, sizeOf } from '../routing/measure-request.ts';
import type { Task } from '../routing/task.ts';
import { answerCheckOf } from '../structured/answer-check.ts';
import { schemaMistakes } from '../structured/json-schema.ts';

export interface ChatTaskInputs {
  readonly requestId: string;
  readonly principalId: string;
  readonly catalogue: Catalogue;
}

/** Bounds the worst price where the request does not say how long the answer may be. */
const DEFAULT_MAX_TOKENS = 4_096;
const TIMEOUT_MS = 120_000;

/** Translates `POST /v1/chat/completions` into a task. @throws DomainError `unknown-model`, `invalid-fields` */
export function toChatTask(body: ChatCompletionBody, inputs: ChatTaskInputs): Task {
  refuseBadSchemas(body);
  const { model, stream, stream_options: _, max_tokens: old, max_completion_tokens: current, ...rest } = body;
  const request: ChatRequest = { ...rest, maxTokens: current ?? old ?? DEFAULT_MAX_TOKENS };
  const size = sizeOf(request);
  const strategy = strategyOf(model);
  return {
    requestId: inputs.requestId,
    surface: 'chat_completions',
    requestType: 'general_chat',
    request,
    size,
    needs: needsOf(request, size.images),
    strategy: strategy ?? 'balanced',
    minQuality: null,
    pin: strategy === null ? { ...inputs.catalogue.find(model), strict: true } : null,
    allowedProviders: null,
    budgetLimitUsd: null,
    principalId: inputs.principalId,
    user: body.user ?? null,
    timeoutMs: TIMEOUT_MS,
    stream: stream === true,
    // OpenAI's clients expect a new answer each time, unless they ask for the same one.
    cacheable: body.temperature === 0 || body.seed != null,
    relay: true,
    // OpenAI's clients know a cut answer by its finish reason.
    check: answerCheckOf(request, { cutPasses: true }),
  };
}

/** `auto` and `auto/<strategy>` leave the model to the router; null for any other name. */
export function strategyOf(model: string): Strategy | null {
  if (model === 'auto') return 'balanced';
  return STRATEGIES.find((strategy) => model === `auto/${strategy}`) ?? null;
}

function refuseBadSchemas({ tools = [], response_format: format, n }: ChatCompletionBody): void {
  const mistakes: FieldError[] = tools.flatMap(({ function: { parameters } }, index) =>
    parameters === undefined ? [] : schemaMistakes(parameters, `/tools/${index}/function/parameters`),
  );
  if (format?.type === 'json_schema' && format.json_schema.schema !== undefined)
    mistakes.push(...schemaMistakes(format.json_schema.schema, '/response_format/json_schema/schema'));
  if (format !== undefined && format.type !== 'text' && (n ?? 1) > 1)
    mistakes.push({ pointer: '/n', message: 'must be 1 where response_format asks for JSON' });
  const [first] = mistakes;
  if (first !== undefined)
    throw new DomainError('invalid-fields', `${first.pointer} ${first.message}.`, { errors: mistakes });
}
