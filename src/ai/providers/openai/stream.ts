import type { ChatEvent, FinishReason, Usage } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { type Json, objectAt, objectsAt, parseObject, textAt } from '../json.ts';
import { readSse } from '../sse.ts';
import { toStreamError } from './errors.ts';
import { toFinishReason } from './finish-reason.ts';
import { toUsage } from './usage.ts';

/** What a Chat Completions stream has told so far. */
export interface Progress {
  finishReason: FinishReason | null;
  usage: Usage | null;
  refused: boolean;
}

/** Reads a Chat Completions stream. Only `[DONE]` after a finish reason is an end; anything else is a cut. */
export async function* readStream(body: AsyncIterable<Buffer>): AsyncGenerator<ChatEvent> {
  const progress: Progress = { finishReason: null, usage: null, refused: false };
  for await (const { data } of readSse(body)) {
    if (data === '[DONE]') {
      yield finishOf(progress);
      return;
    }
    yield* readChunk(parseObject(data), progress);
  }
  throw new ProviderFailure('truncated', 'The stream ended without [DONE].', { usage: progress.usage });
}

/** The last event, once `[DONE]` came. */
export function finishOf(progress: Progress): ChatEvent {
  if (progress.finishReason === null)
    throw new ProviderFailure('truncated', 'The stream ended without a finish reason.', {
      usage: progress.usage,
    });
  const finishReason = progress.refused ? 'content_filter' : progress.finishReason;
  return { type: 'finish', finishReason, usage: progress.usage };
}

/** The events of one chunk. Usage may come in a chunk of its own or with the last words. */
export function readChunk(chunk: Json, progress: Progress): ChatEvent[] {
  const error = objectAt(chunk, 'error');
  if (error !== undefined) throw toStreamError(error);
  const usage = objectAt(chunk, 'usage');
  if (usage !== undefined) progress.usage = toUsage(usage, textAt(chunk, 'service_tier')) ?? progress.usage;
  const choice = objectsAt(chunk, 'choices')[0];
  progress.finishReason = toFinishReason(textAt(choice, 'finish_reason')) ?? progress.finishReason;
  return readDelta(objectAt(choice, 'delta'), progress);
}

function readDelta(delta: Json | undefined, progress: Progress): ChatEvent[] {
  const events: ChatEvent[] = [];
  const text = textAt(delta, 'content');
  if (text !== null && text !== '') events.push({ type: 'text', text });
  const refusal = textAt(delta, 'refusal');
  if (refusal !== null && refusal !== '') {
    progress.refused = true;
    events.push({ type: 'refusal', text: refusal });
  }
  for (const [position, call] of objectsAt(delta, 'tool_calls').entries()) {
    const named = objectAt(call, 'function');
    events.push({
      type: 'tool',
      index: typeof call.index === 'number' ? call.index : position,
      id: textAt(call, 'id'),
      name: textAt(named, 'name'),
      arguments: textAt(named, 'arguments') ?? '',
    });
  }
  return events;
}
