import type { Completion, ToolCall } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { type Json, objectAt, objectsAt, parseObject, textAt } from '../json.ts';
import { toFinishReason } from './finish-reason.ts';
import { toUsage } from './usage.ts';

/** Reads a whole Messages answer. @throws ProviderFailure where it is empty, cut or does not say it ended. */
export function toCompletion(raw: Buffer): Completion {
  const body = parseObject(raw.toString());
  const usage = toUsage(objectAt(body, 'usage'));
  const finishReason = toFinishReason(textAt(body, 'stop_reason'));
  if (finishReason === null)
    throw new ProviderFailure('truncated', 'The answer does not say why it ended.', { usage });
  const blocks = objectsAt(body, 'content');
  const text = blocks.map((block) => (block.type === 'text' ? (textAt(block, 'text') ?? '') : '')).join('');
  const toolCalls = blocks.filter((block) => block.type === 'tool_use').map(toToolCall);
  if (text === '' && toolCalls.length === 0 && finishReason === 'stop')
    throw new ProviderFailure('empty', 'The answer holds no text.', { usage });
  return { text, refusal: null, toolCalls, finishReason, usage, raw: null };
}

function toToolCall(block: Json): ToolCall {
  return {
    id: textAt(block, 'id') ?? '',
    name: textAt(block, 'name') ?? '',
    arguments: JSON.stringify(block.input ?? {}),
  };
}
