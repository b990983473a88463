import type { RouteRequestBody } from '#contracts/ai';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Model } from '../catalogue/model.ts';
import type { ChatRequest } from '../chat.ts';
import { type ComposedReport, compose, textsThatMatter } from '../context/compose.ts';
import { TEMPLATES } from '../context/templates.ts';
import { needsOf, sizeOf } from '../routing/measure-request.ts';
import type { Pin, Task } from '../routing/task.ts';
import { answerCheckOf } from '../structured/answer-check.ts';

export interface RouteTask {
  readonly task: Task;
  readonly context: ComposedReport;
  readonly counted: 'bound' | 'tokenizer';
}

export interface RouteTaskInputs {
  readonly requestId: string;
  readonly principalId: string;
  readonly catalogue: Catalogue;
  /** Models a provider is configured for; the largest window of the permitted ones bounds the prompt. */
  readonly usable: readonly Model[];
  /** Tokens by text, where they were counted; the rest is estimated from its bytes. */
  readonly counts: ReadonlyMap<string, number> | null;
}

const DEFAULT_TIMEOUT_SECONDS = 30;
const LIKELY_BYTES_PER_TOKEN = 4;
/** Where no model is permitted, the decision says so; the prompt is composed as for a usual window. */
const USUAL_WINDOW = 128_000;

/** Translates `POST /ai/route` into a task. @throws DomainError `unknown-model` */
export function toRouteTask(body: RouteRequestBody, inputs: RouteTaskInputs): RouteTask {
  const pin = pinOf(body, inputs.catalogue);
  const maxTokens = answerTokensOf(body);
  const { messages, report } = compose(partsOf(body), {
    windowTokens: windowOf(body, pin, inputs),
    answerTokens: maxTokens,
    count: (text) => inputs.counts?.get(text) ?? Math.ceil(Buffer.byteLength(text) / LIKELY_BYTES_PER_TOKEN),
  });
  const request: ChatRequest = {
    messages,
    maxTokens,
    ...(body.temperature === undefined ? {} : { temperature: body.temperature }),
    ...(body.user === undefined ? {} : { user: body.user }),
    ...(body.response_schema === undefined ? {} : { response_format: schemaFormat(body.response_schema) }),
  };
  const size = sizeOf(request);
  const task: Task = {
    requestId: inputs.requestId,
    surface: 'route',
    requestType: body.request_type,
    request,
    size,
    needs: needsOf(request, size.images, body.context?.has_images),
    strategy: body.strategy ?? 'balanced',
    minQuality: body.min_quality ?? null,
    pin,
    allowedProviders: allowedOf(body),
    budgetLimitUsd: body.budget_limit ?? null,
    principalId: inputs.principalId,
    user: body.user ?? null,
    timeoutMs: (body.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000,
    stream: body.stream === true,
    cacheable: body.cache !== false,
    relay: false,
    check: answerCheckOf(request, { cutPasses: false }),
  };
  return { task, context: report, counted: inputs.counts === null ? 'bound' : 'tokenizer' };
}

/** The texts to count before a prompt is composed; null where their bytes are enough to know that all of it fits. */
export function textsToCount(
  body: RouteRequestBody,
  inputs: Omit<RouteTaskInputs, 'counts'>,
): string[] | null {
  const window = windowOf(body, pinOf(body, inputs.catalogue), inputs);
  return textsThatMatter(partsOf(body), window - answerTokensOf(body));
}

function partsOf({ request_type: requestType, prompt, context = {} }: RouteRequestBody) {
  return { requestType, prompt, context };
}

function answerTokensOf(body: RouteRequestBody): number {
  return body.max_tokens ?? TEMPLATES[body.request_type].maxTokens;
}

function allowedOf({ allowed_providers: names }: RouteRequestBody): ReadonlySet<string> | null {
  return names === undefined ? null : new Set(names);
}

function windowOf(
  body: RouteRequestBody,
  pin: Pin | null,
  { usable }: Pick<RouteTaskInputs, 'usable'>,
): number {
  return pin?.model.contextWindow ?? largestWindow(usable, allowedOf(body), answerTokensOf(body));
}

function pinOf({ model_preference: name }: RouteRequestBody, catalogue: Catalogue): Pin | null {
  return name === undefined ? null : { ...catalogue.find(name), strict: false };
}

function largestWindow(
  usable: readonly Model[],
  allowed: ReadonlySet<string> | null,
  answer: number,
): number {
  const windows = usable
    .filter(({ provider }) => allowed?.has(provider) !== false)
    .map(({ contextWindow, maxInputTokens }) => Math.min(contextWindow, maxInputTokens + answer));
  return windows.length === 0 ? USUAL_WINDOW : Math.max(...windows);
}

function schemaFormat(schema: object) {
  return { type: 'json_schema' as const, json_schema: { name: 'answer', schema, strict: true } };
}
