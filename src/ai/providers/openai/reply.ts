import type { Completion, ToolCall } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { type Json, objectAt, objectsAt, parseObject, textAt } from '../json.ts';
import { toFinishReason } from './finish-reason.ts';
import { toUsage } from './usage.ts';

/** Reads a whole Chat Completions answer. @throws ProviderFailure where it is empty, cut or does not say it ended. */
export function toCompletion(raw: string): Completion {
  const body = parseObject(raw);
  const choice = objectsAt(body, 'choices')[0];
  const usage = toUsage(objectAt(body, 'usage'), textAt(body, 'service_tier'));
  const message = objectAt(choice, 'message');
  if (message === undefined) throw new ProviderFailure('empty', 'The answer holds no choice.', { usage });
  const finishReason = toFinishReason(textAt(choice, 'finish_reason'));
  if (finishReason === null)
    throw new ProviderFailure('truncated', 'The answer does not say why it ended.', { usage });
  const text = textAt(message, 'content') ?? '';
  const refusal = textAt(message, 'refusal');
  const toolCalls = objectsAt(message, 'tool_calls').map(toToolCall);
  if (text === '' && refusal === null && toolCalls.length === 0 && finishReason === 'stop')
    throw new ProviderFailure('empty', 'The answer holds no text.', { usage });
  return {
    text,
    refusal,
    toolCalls,
    finishReason: refusal === null ? finishReason : 'content_filter',
    usage,
    raw,
  };
}

function toToolCall(call: Json): ToolCall {
  const named = objectAt(call, 'function');
  return {
    id: textAt(call, 'id') ?? '',
    name: textAt(named, 'name') ?? '',
    arguments: textAt(named, 'arguments') ?? '{}',
  };
}
