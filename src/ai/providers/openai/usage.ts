import type { Usage } from '../../chat.ts';
import { countAt, type Json, objectAt } from '../json.ts';

/** OpenAI counts cached tokens inside the prompt and reasoning inside the completion. Null where none was sent. */
export function toUsage(usage: Json | undefined, serviceTier: string | null): Usage | null {
  if (usage === undefined || (usage.prompt_tokens === undefined && usage.completion_tokens === undefined))
    return null;
  const inputTokens = countAt(usage, 'prompt_tokens');
  return {
    inputTokens,
    cachedInputTokens: Math.min(
      inputTokens,
      countAt(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens'),
    ),
    cacheWriteTokens: 0,
    outputTokens: countAt(usage, 'completion_tokens'),
    reasoningTokens: countAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens'),
    serviceTier,
    reported: true,
  };
}
