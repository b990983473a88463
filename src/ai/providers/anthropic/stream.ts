import type { ChatEvent, FinishReason } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { type Json, objectAt, parseObject, textAt } from '../json.ts';
import { readSse } from '../sse.ts';
import { toStreamError } from './errors.ts';
import { toFinishReason } from './finish-reason.ts';
import { mergeUsage, toUsage } from './usage.ts';

interface Progress {
  finishReason: FinishReason | null;
  usage: Json | undefined;
  /** Our tool index for each of Anthropic's block indexes. */
  readonly tools: Map<unknown, number>;
}

/** Reads a Messages stream. Only `message_stop` after a stop reason is an end; anything else is a cut. */
export async function* readStream(body: AsyncIterable<Buffer>): AsyncGenerator<ChatEvent> {
  const progress: Progress = { finishReason: null, usage: undefined, tools: new Map() };
  for await (const { data } of readSse(body)) {
    const event = parseObject(data);
    if (event.type === 'message_stop' && progress.finishReason !== null) {
      yield { type: 'finish', finishReason: progress.finishReason, usage: toUsage(progress.usage) };
      return;
    }
    const told = readEvent(event, progress);
    if (told !== null) yield told;
  }
  throw new ProviderFailure('truncated', 'The stream ended without message_stop.', {
    usage: toUsage(progress.usage),
  });
}

function readEvent(event: Json, progress: Progress): ChatEvent | null {
  switch (event.type) {
    case 'error':
      throw toStreamError(event);
    case 'message_start':
      progress.usage = mergeUsage(progress.usage, objectAt(objectAt(event, 'message'), 'usage'));
      return null;
    case 'message_delta':
      progress.usage = mergeUsage(progress.usage, objectAt(event, 'usage'));
      progress.finishReason =
        toFinishReason(textAt(objectAt(event, 'delta'), 'stop_reason')) ?? progress.finishReason;
      return null;
    case 'content_block_start':
      return startBlock(event, progress);
    case 'content_block_delta':
      return readDelta(event, progress);
    default:
      return null;
  }
}

function startBlock(event: Json, { tools }: Progress): ChatEvent | null {
  const block = objectAt(event, 'content_block');
  if (block?.type !== 'tool_use') return null;
  const index = tools.size;
  tools.set(event.index, index);
  return { type: 'tool', index, id: textAt(block, 'id'), name: textAt(block, 'name'), arguments: '' };
}

function readDelta(event: Json, { tools }: Progress): ChatEvent | null {
  const delta = objectAt(event, 'delta');
  if (delta?.type === 'text_delta') {
    const text = textAt(delta, 'text') ?? '';
    return text === '' ? null : { type: 'text', text };
  }
  const index = tools.get(event.index);
  if (delta?.type !== 'input_json_delta' || index === undefined) return null;
  return { type: 'tool', index, id: null, name: null, arguments: textAt(delta, 'partial_json') ?? '' };
}
