import type { ChatEvent, FinishReason, Usage } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { objectAt, parseObject, textAt } from '../json.ts';
import { readSse } from '../sse.ts';
import { callId, readCandidate, withToolCalls } from './candidate.ts';
import { toStreamError } from './errors.ts';
import { toUsage } from './usage.ts';

/** Reads a streamGenerateContent stream. There is no marker of its own: the finish reason is the end. */
export async function* readStream(body: AsyncIterable<Buffer>): AsyncGenerator<ChatEvent> {
  let finishReason: FinishReason | null = null;
  let usage: Usage | null = null;
  let calls = 0;
  for await (const { data } of readSse(body)) {
    const chunk = parseObject(data);
    const error = objectAt(chunk, 'error');
    if (error !== undefined) throw toStreamError(error);
    usage = toUsage(objectAt(chunk, 'usageMetadata')) ?? usage;
    const candidate = readCandidate(chunk);
    finishReason = candidate.finishReason ?? finishReason;
    if (candidate.text !== '') yield { type: 'text', text: candidate.text };
    for (const call of candidate.calls) {
      yield { type: 'tool', index: calls, id: callId(textAt(chunk, 'responseId'), calls), ...call };
      calls += 1;
    }
  }
  if (finishReason === null)
    throw new ProviderFailure('truncated', 'The stream ended without a finish reason.', { usage });
  yield { type: 'finish', finishReason: withToolCalls(finishReason, calls), usage };
}
