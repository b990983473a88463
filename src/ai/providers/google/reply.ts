import type { Completion } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { objectAt, parseObject, textAt } from '../json.ts';
import { callId, readCandidate, withToolCalls } from './candidate.ts';
import { toUsage } from './usage.ts';

/** Reads a whole generateContent answer. @throws ProviderFailure where it is empty, cut or does not say it ended. */
export function toCompletion(raw: Buffer): Completion {
  const body = parseObject(raw.toString());
  const usage = toUsage(objectAt(body, 'usageMetadata'));
  const { text, calls, finishReason } = readCandidate(body);
  if (finishReason === null)
    throw new ProviderFailure('truncated', 'The answer does not say why it ended.', { usage });
  if (text === '' && calls.length === 0 && finishReason === 'stop')
    throw new ProviderFailure('empty', 'The answer holds no text.', { usage });
  const responseId = textAt(body, 'responseId');
  return {
    text,
    refusal: null,
    toolCalls: calls.map((call, index) => ({ ...call, id: callId(responseId, index) })),
    finishReason: withToolCalls(finishReason, calls.length),
    usage,
    raw: null,
  };
}
