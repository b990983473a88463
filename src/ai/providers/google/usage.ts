import type { Usage } from '../../chat.ts';
import { countAt, type Json } from '../json.ts';

/** Google counts thoughts beside the candidates and tool prompts beside the prompt. Null where none was sent. */
export function toUsage(usage: Json | undefined): Usage | null {
  if (usage === undefined || usage.promptTokenCount === undefined) return null;
  const inputTokens = countAt(usage, 'promptTokenCount') + countAt(usage, 'toolUsePromptTokenCount');
  const reasoningTokens = countAt(usage, 'thoughtsTokenCount');
  return {
    inputTokens,
    cachedInputTokens: Math.min(inputTokens, countAt(usage, 'cachedContentTokenCount')),
    cacheWriteTokens: 0,
    outputTokens: countAt(usage, 'candidatesTokenCount') + reasoningTokens,
    reasoningTokens,
    serviceTier: null,
    reported: true,
  };
}
