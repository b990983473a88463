import { fileSource, SourceError, streamSource } from '#market';
import { SetupError } from '#platform';

/** The whole text of a file, unpacked where it is gzip; `-` is standard input. */
export async function readInput(path: string, command: string): Promise<string> {
  try {
    const source =
      path === '-' ? streamSource('standard input', () => process.stdin) : await fileSource(path);
    return Buffer.concat(await Array.fromAsync(source.chunks())).toString();
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
