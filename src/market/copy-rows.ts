import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Signature, flags and length of an empty header extension. */
const HEADER_BYTES = 19;

/** One field as PostgreSQL sends it in binary, or null. */
export type RawField = Buffer | null;

/**
 * Streams a query's rows through binary COPY: the least work for both sides, and never more than one chunk at a time
 * on the event loop. `query` takes no parameters; escape what goes into it.
 */
export async function* copyRows(client: ClientBase, query: string): AsyncGenerator<RawField[]> {
  const stream = client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  let rest: Buffer = Buffer.alloc(0);
  let at = HEADER_BYTES;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let row = readRow(bytes, at); row !== undefined; row = readRow(bytes, at)) {
      yield row.fields;
      at = row.end;
    }
    rest = bytes.subarray(at);
    at = Math.max(0, at - bytes.length);
  }
}

/** The row that begins at `at`; undefined where it has not arrived in full, and at the end mark. */
function readRow(bytes: Buffer, at: number): { fields: RawField[]; end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const count = bytes.readInt16BE(at);
  if (count < 0) return undefined;
  const fields: RawField[] = [];
  let end = at + 2;
  for (let index = 0; index < count; index += 1) {
    if (end + 4 > bytes.length) return undefined;
    const length = bytes.readInt32BE(end);
    const start = end + 4;
    end = start + Math.max(0, length);
    if (end > bytes.length) return undefined;
    fields.push(length < 0 ? null : bytes.subarray(start, end));
  }
  return { fields, end };
}
