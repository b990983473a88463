import { StringDecoder } from 'node:string_decoder';
import { fileSource, SourceError, streamSource } from '#market';
import { SetupError } from '#platform';

/** The whole text of a file, unpacked where it is gzip; `-` is standard input. */
export async function readInput(path: string, command: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(chunksOf(path, command))).toString();
}

/** A file line by line, so that it need not fit into memory. */
export async function* readLines(path: string, command: string): AsyncGenerator<string> {
  const decoder = new StringDecoder();
  let rest = '';
  for await (const chunk of chunksOf(path, command)) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

async function* chunksOf(path: string, command: string): AsyncGenerator<Buffer> {
  try {
    const source =
      path === '-' ? streamSource('standard input', () => process.stdin) : await fileSource(path);
    yield* source.chunks();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SetupError({
      what: `${path} cannot be read.`,
      why: `It ${error.message}.`,
      fix: `Name a file that can; \`richesreach ${command} --help\` shows its form.`,
      cause: error,
    });
  }
}

/** Names the file in what is wrong with its content. */
export function refuseInput(path: string, error: unknown, fix: string): SetupError {
  const why = error instanceof Error ? error.message : String(error);
  return new SetupError({ what: `${path} cannot be used.`, why, fix, cause: error });
}
