import { SourceError } from './source-error.ts';

const NEWLINE = 10;
/** A longer line is no line of a bar file: most likely the file is not text at all. */
const MAX_LINE_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * Cuts a byte stream into blocks that end where a line ends; the last one may lack its newline. A byte order mark is
 * left out.
 */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer | undefined;
  let first = true;
  for await (const chunk of chunks) {
    const cut = chunk.lastIndexOf(NEWLINE) + 1;
    if (cut > 0) {
      const block = join(rest, chunk.subarray(0, cut));
      yield first ? unmarked(block) : block;
      first = false;
    }
    const tail = chunk.subarray(cut);
    rest = cut > 0 ? tail : join(rest, tail);
    if (rest.length > MAX_LINE_BYTES)
      throw new SourceError(`has a line of more than ${MAX_LINE_BYTES / 1024} KiB; it is not a csv of bars`);
  }
  if (rest !== undefined && rest.length > 0) yield first ? unmarked(rest) : rest;
}

function unmarked(block: Buffer): Buffer {
  const marked = block.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  return marked ? block.subarray(BYTE_ORDER_MARK.length) : block;
}

function join(head: Buffer | undefined, tail: Buffer): Buffer {
  return head === undefined || head.length === 0 ? tail : Buffer.concat([head, tail]);
}
