import type { Usage } from '../../chat.ts';
import { countAt, type Json, textAt } from '../json.ts';

/** Anthropic counts cache reads and writes beside `input_tokens`, not inside. Null where none was sent. */
export function toUsage(usage: Json | undefined): Usage | null {
  if (usage === undefined || (usage.input_tokens === undefined && usage.output_tokens === undefined))
    return null;
  const cachedInputTokens = countAt(usage, 'cache_read_input_tokens');
  const cacheWriteTokens = countAt(usage, 'cache_creation_input_tokens');
  return {
    inputTokens: countAt(usage, 'input_tokens') + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens: countAt(usage, 'output_tokens'),
    reasoningTokens: 0,
    serviceTier: textAt(usage, 'service_tier'),
    reported: true,
  };
}

/** A stream reports the input first and the output last; later fields win. */
export function mergeUsage(earlier: Json | undefined, later: Json | undefined): Json | undefined {
  if (later === undefined) return earlier;
  const told = Object.entries(later).filter(([, value]) => value !== null);
  return { ...earlier, ...Object.fromEntries(told) };
}
