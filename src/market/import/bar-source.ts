import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceError } from './source-error.ts';

/** A stream of csv bytes with a name for messages. `bytesRead` counts what came from the disk, compressed or not. */
export interface BarSource {
  readonly name: string;
  /** Undefined where it cannot be known, as for standard input. */
  readonly sizeBytes: number | undefined;
  readonly bytesRead: () => number;
  readonly chunks: () => AsyncIterable<Buffer>;
}

const CHUNK_BYTES = 256 * 1024;

/** A csv or csv.gz file. Throws a SourceError where there is none to read. */
export async function fileSource(path: string): Promise<BarSource> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(error.code === 'ENOENT' ? 'does not exist' : `cannot be read: ${error.message}`);
  });
  if (status.isDirectory())
    throw new SourceError('is a directory; name the files in it, for example with *.csv.gz');
  return streamSource(path, () => createReadStream(path, { highWaterMark: CHUNK_BYTES }), status.size);
}

/** Any byte stream; gzip is recognised by its first bytes, not by a name. */
export function streamSource(name: string, open: () => AsyncIterable<Buffer>, sizeBytes?: number): BarSource {
  let bytesRead = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of open()) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  return { name, sizeBytes, bytesRead: () => bytesRead, chunks: () => unpacked(name, counted()) };
}

async function* unpacked(name: string, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next().catch(refuse);
  if (first.done === true) throw new SourceError('is empty');
  const all = prepend(first.value, chunks);
  if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* gunzip(all);
  else if (name.endsWith('.gz')) throw new SourceError('is not gzip, although its name ends in .gz');
  else yield* all;
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  try {
    yield* rest;
  } catch (error) {
    refuse(error);
  }
}

async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const plain = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(chunks), plain, () => undefined);
  try {
    for await (const chunk of plain) yield chunk as Buffer;
  } catch (error) {
    throw error instanceof SourceError
      ? error
      : new SourceError(`is damaged: ${(error as Error).message}`, { cause: error });
  }
}

function refuse(error: unknown): never {
  throw new SourceError(`cannot be read: ${(error as Error).message}`, { cause: error });
}
