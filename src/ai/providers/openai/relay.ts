import type { ChatEvent } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { parseObject } from '../json.ts';
import { toFailure } from '../network-failure.ts';
import { createSseSplitter } from '../sse.ts';
import { finishOf, type Progress, readChunk } from './stream.ts';

const FRAME_END = '\n\n';
/** What only the last chunks, errors and servers that do not write compactly hold; everything else passes unread. */
const TELLING = /\[DONE\]|"finish_reason":"|"usage":\{|"error"|": |\r/;
const NO_TEXT = '"content":""';
const NEW_LINE = 0x0a;

/**
 * Passes a Chat Completions stream on as the bytes it came in, and reads only what tells how it ends: parsing every
 * chunk costs as much again as carrying it. Usage chunks and `[DONE]` are held back; the surface writes its own.
 */
export async function* relayStream(body: AsyncIterable<Buffer>): AsyncGenerator<ChatEvent> {
  const progress: Progress = { finishReason: null, usage: null, refused: false };
  let rest: Buffer | null = null;
  const source = body[Symbol.asyncIterator]();
  for (;;) {
    const { value: chunk, done } = await source
      .next()
      .catch((error: unknown) => Promise.reject(toFailure(error)));
    if (done === true) break;
    const bytes: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    const cut = endOfFrames(bytes);
    rest = cut === bytes.length ? null : bytes.subarray(cut);
    if (cut === 0) continue;
    const frames = rest === null ? bytes : bytes.subarray(0, cut);
    // A character a byte: all that is looked for is ASCII.
    const text = frames.toString('latin1');
    const count = TELLING.test(text) ? null : wholeFrames(text);
    if (count !== null) {
      yield { type: 'raw', bytes: frames, tokens: count === 1 && text.includes(NO_TEXT) ? 0 : count };
      continue;
    }
    for (const event of readFrames(frames.toString(), progress)) {
      yield event;
      if (event.type === 'finish') return;
    }
  }
  throw new ProviderFailure('truncated', 'The stream ended without [DONE].', { usage: progress.usage });
}

/** Just past the last complete frame. */
function endOfFrames(bytes: Buffer): number {
  const { length } = bytes;
  if (bytes[length - 1] === NEW_LINE && bytes[length - 2] === NEW_LINE) return length;
  const unix = bytes.lastIndexOf(FRAME_END);
  const network = bytes.lastIndexOf('\r\n\r\n');
  return Math.max(unix === -1 ? 0 : unix + 2, network === -1 ? 0 : network + 4);
}

function* readFrames(text: string, progress: Progress): Generator<ChatEvent> {
  for (const { data } of createSseSplitter()(text)) {
    if (data === '[DONE]') {
      yield finishOf(progress);
      return;
    }
    const chunk = parseObject(data);
    const events = readChunk(chunk, progress);
    if (Array.isArray(chunk.choices) && chunk.choices.length > 0) {
      const told = { ...chunk, usage: undefined };
      yield {
        type: 'raw',
        bytes: Buffer.from(`data: ${JSON.stringify(told)}${FRAME_END}`),
        tokens: events.length,
      };
    }
  }
}

/** How many frames there are, roughly one token each; null where one does not end as a JSON object does. */
function wholeFrames(text: string): number | null {
  let count = 0;
  for (let end = text.indexOf(FRAME_END); end !== -1; end = text.indexOf(FRAME_END, end + 2)) {
    if (text[end - 1] !== '}') return null;
    count += 1;
  }
  return count;
}

/** What relayed bytes say, for those who need the words and not the bytes. */
export function readRelayed(bytes: Buffer): ChatEvent[] {
  const progress: Progress = { finishReason: null, usage: null, refused: false };
  return createSseSplitter()(bytes.toString()).flatMap(({ data }) => readChunk(parseObject(data), progress));
}
