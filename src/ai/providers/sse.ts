import { StringDecoder } from 'node:string_decoder';
import { ProviderFailure } from './failure.ts';

export interface SseEvent {
  readonly event: string;
  readonly data: string;
}

const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** Splits text into server-sent events, however the bytes were cut. WHATWG HTML, section 9.2. */
export function createSseSplitter(): (text: string) => SseEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  const readLine = (line: string, done: SseEvent[]) => {
    if (line === '') {
      if (data.length > 0) done.push({ event, data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  };
  return (text) => {
    const done: SseEvent[] = [];
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_EVENT_CHARACTERS)
      throw new ProviderFailure('malformed', 'One event of the stream is larger than 16 MiB.');
    for (const line of lines) readLine(line.endsWith('\r') ? line.slice(0, -1) : line, done);
    return done;
  };
}

/** The events of a response body. A cut connection throws; a clean end just ends, and callers look for their marker. */
export async function* readSse(body: AsyncIterable<Buffer>): AsyncGenerator<SseEvent> {
  const decoder = new StringDecoder('utf8');
  const split = createSseSplitter();
  for await (const chunk of body) yield* split(decoder.write(chunk));
  yield* split(`${decoder.end()}\n\n`);
}
