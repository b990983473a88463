import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import {
  type BarSource,
  fileSource,
  readSymbols,
  SourceError,
  type SymbolsFile,
  streamSource,
} from '#market';
import { SetupError } from '#platform';

const STANDARD_INPUT = '-';
const PATTERN = /[*?[\]{}]/;

/** The files named on the command line; patterns the shell left alone are expanded. Throws where one is not there. */
export async function openSources(words: readonly string[]): Promise<BarSource[]> {
  const sources: BarSource[] = [];
  for (const word of words) {
    if (word === STANDARD_INPUT) sources.push(streamSource('standard input', () => process.stdin));
    else for (const path of await pathsOf(word)) sources.push(await open(path, () => fileSource(path)));
  }
  return sources;
}

async function pathsOf(word: string): Promise<string[]> {
  if (existsSync(word) || !PATTERN.test(word)) return [word];
  const paths = (await Array.fromAsync(glob(word))).sort();
  if (paths.length > 0) return paths;
  throw new SetupError({
    what: `No file matches ${word}.`,
    why: 'The pattern was searched from the working directory.',
    fix: 'Check the path; `ls` with the same pattern shows what it finds.',
  });
}

export async function openSymbols(path: string): Promise<SymbolsFile> {
  return open(path, async () => {
    await fileSource(path);
    return readSymbols(await readFile(path, 'utf8'), path);
  });
}

async function open<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SetupError({
      what: `${path} cannot be imported.`,
      why: `It ${error.message}.`,
      fix: 'Mend the path or the file. Nothing was imported.',
    });
  }
}
