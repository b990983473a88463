import type { ProviderCall } from '../provider.ts';

/** OpenAI's reasoning models refuse `max_tokens`; compatible servers mostly know nothing else. */
export type MaxTokensField = 'max_completion_tokens' | 'max_tokens';

/** The Chat Completions body of a call; usage is always asked for in streams. */
export function toBody(call: ProviderCall, stream: boolean, maxTokensField: MaxTokensField): string {
  const { maxTokens, ...request } = call.request;
  return JSON.stringify({
    ...request,
    max_completion_tokens: undefined,
    model: call.model,
    [maxTokensField]: maxTokens,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });
}
