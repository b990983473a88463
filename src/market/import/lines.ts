import { SourceError } from './source-error.ts';

const NEWLINE = 10;
/** A longer line is no line of a bar file: most likely the file is not text at all. */
const MAX_LINE_BYTES = 64 * 1024;

/** Cuts a byte stream into blocks that end where a line ends; the last one may lack its newline. */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer | undefined;
  for await (const chunk of chunks) {
    const cut = chunk.lastIndexOf(NEWLINE) + 1;
    if (cut > 0) yield join(rest, chunk.subarray(0, cut));
    const tail = chunk.subarray(cut);
    rest = cut > 0 ? tail : join(rest, tail);
    if (rest.length > MAX_LINE_BYTES)
      throw new SourceError(`has a line of more than ${MAX_LINE_BYTES / 1024} KiB; it is not a csv of bars`);
  }
  if (rest !== undefined && rest.length > 0) yield rest;
}

function join(head: Buffer | undefined, tail: Buffer): Buffer {
  return head === undefined || head.length === 0 ? tail : Buffer.concat([head, tail]);
}
