import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from 'citty';
import { ExampleError, loadSentimentAnalyser, readLine, type SentimentAnalyser } from '#sentiment';
import { readInput, refuseInput } from './input.ts';
import { progressBar } from './terminal.ts';

const DESCRIPTION = `Judge the tone of headlines

FILE holds JSON lines { "text" }. Answers one line each, in their order: { "label": positive | negative | neutral |
mixed, "score": −1 … 1, "probabilities", "entities": [{ "name", "label", "score" }] }.`;

export const sentimentCommand = defineCommand({
  meta: { name: 'sentiment', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON lines; - reads standard input',
    },
    model: { type: 'string', valueHint: 'path', description: 'a model of `richesreach train sentiment`' },
  },
  async run({ args }) {
    const lines = (await readInput(args.file, 'sentiment')).split('\n');
    const analyser = await loadSentimentAnalyser(args.model);
    using bar = progressBar('sentiment', lines.length);
    const answers = answer(lines, analyser, args.file, (done) => bar.update(done));
    await pipeline(Readable.from(answers), process.stdout, { end: false });
  },
});

function* answer(
  lines: readonly string[],
  analyser: SentimentAnalyser,
  path: string,
  onLine: (done: number) => void,
): Generator<string> {
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    yield `${JSON.stringify(analyser.analyse(textOf(line, index + 1, path)))}\n`;
    onLine(index + 1);
  }
}

function textOf(line: string, number: number, path: string): string {
  try {
    const { text } = readLine(line, number);
    if (typeof text === 'string') return text;
    throw new ExampleError(`Line ${number}: "text" is missing.`);
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    throw refuseInput(path, error, 'Mend that line; each is {"text": "a headline"}.');
  }
}
