import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from 'citty';
import { answerBars, answerVectors, fileSource, SourceError, streamSource } from '#market';
import { DomainError, SetupError } from '#platform';
import { progressBar } from './terminal.ts';

const DESCRIPTION = `Compute 25 technical indicator series

FILE is either a JSON document { "cases": [{ "input": { open, high, low, close, volume } }] } or csv bars (gzip or not)
with the columns open, high, low, close, volume and, where there are any, date, symbol and split. JSON is answered in
its own shape with the series as "expected" of each case, null where undefined; csv line by line, empty where
undefined, every symbol for itself and restated for its splits.`;

export const indicatorsCommand = defineCommand({
  meta: { name: 'indicators', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON or csv; - reads standard input',
    },
  },
  async run({ args }) {
    const text = await readText(args.file);
    const output = explained(args.file, () =>
      text.trimStart().startsWith('{') ? json(text) : [...answerBars(text)],
    );
    await pipeline(Readable.from(output), process.stdout, { end: false });
  },
});

async function readText(path: string): Promise<string> {
  try {
    const source =
      path === '-' ? streamSource('standard input', () => process.stdin) : await fileSource(path);
    return Buffer.concat(await Array.fromAsync(source.chunks())).toString();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SetupError({
      what: `${path} cannot be computed.`,
      why: `It ${error.message}.`,
      fix: 'Name a JSON document or csv bars; `richesreach indicators --help` shows both forms.',
      cause: error,
    });
  }
}

function json(text: string): string[] {
  const document: unknown = JSON.parse(text);
  const total = (document as { cases?: { length?: number } }).cases?.length ?? 0;
  using bar = progressBar('indicators', total);
  return [`${JSON.stringify(answerVectors(document, (done) => bar.update(done)))}\n`];
}

/** Names the file in what is wrong with its content. */
function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof SyntaxError)) throw error;
    const places = error instanceof DomainError ? (error.errors ?? []) : [];
    throw new SetupError({
      what: `${file} cannot be computed.`,
      why: [error.message, ...places.map(({ pointer, message }) => `${pointer} ${message}.`)].join(' '),
      fix: 'Mend that; `richesreach indicators --help` shows both forms.',
      cause: error,
    });
  }
}
