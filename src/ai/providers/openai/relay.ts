import type { ChatEvent } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { parseObject } from '../json.ts';
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
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    const bytes: Buffer = rest === null ? next.value : Buffer.concat([rest, next.value]);
    const cut = endOfFrames(bytes);
    rest = cut === bytes.length ? null : bytes.subarray(cut);
    for (const event of readFrames(bytes.subarray(0, cut), progress)) {
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

/** Quiet frames pass together as they are; one that tells something is read. */
function* readFrames(bytes: Buffer, progress: Progress): Generator<ChatEvent> {
  // A character a byte: all that is looked for is ASCII.
  const text = bytes.toString('latin1');
  let quietFrom = 0;
  let quiet = 0;
  for (let start = 0; start < text.length; ) {
    const end = endOfFrame(text, start);
    const frame = text.slice(start, end);
    if (isQuiet(frame)) quiet += frame.includes(NO_TEXT) ? 0 : 1;
    else {
      if (start > quietFrom) yield { type: 'raw', bytes: bytes.subarray(quietFrom, start), tokens: quiet };
      yield* readTelling(bytes.subarray(start, end), progress);
      quietFrom = end;
      quiet = 0;
    }
    start = end;
  }
  if (text.length > quietFrom) yield { type: 'raw', bytes: bytes.subarray(quietFrom), tokens: quiet };
}

/** Just past the frame that starts here; all that is left where frames end otherwise. */
function endOfFrame(text: string, start: number): number {
  const end = text.indexOf(FRAME_END, start);
  return end === -1 ? text.length : end + FRAME_END.length;
}

/** Complete as a JSON object is, and without anything telling. */
function isQuiet(frame: string): boolean {
  return frame.endsWith(`}${FRAME_END}`) && !TELLING.test(frame);
}

function* readTelling(bytes: Buffer, progress: Progress): Generator<ChatEvent> {
  for (const { data } of createSseSplitter()(bytes.toString())) {
    if (data === '[DONE]') {
      yield finishOf(progress);
      return;
    }
    const chunk = parseObject(data);
    const tokens = readChunk(chunk, progress).length;
    if (!Array.isArray(chunk.choices) || chunk.choices.length === 0) continue;
    const told = JSON.stringify({ ...chunk, usage: undefined });
    yield { type: 'raw', bytes: Buffer.from(`data: ${told}${FRAME_END}`), tokens };
  }
}

/** What relayed bytes say, for those who need the words and not the bytes. */
export function readRelayed(bytes: Buffer): ChatEvent[] {
  const progress: Progress = { finishReason: null, usage: null, refused: false };
  return createSseSplitter()(bytes.toString()).flatMap(({ data }) => readChunk(parseObject(data), progress));
}
