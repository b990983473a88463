import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from 'citty';
import { answerAnomalyLine } from '#prediction';
import { readInput } from './input.ts';
import { progressBar } from './terminal.ts';

const DESCRIPTION = `Score the points of series for how anomalous they are

FILE holds JSON lines { "file", "t": [times], "v": [numbers] }, gzip or not. Answers one line each, in their order:
{ "file", "scores": [0 … 1] }, one score a point, made only of the points up to it; from 0.5 on a point is an anomaly.
A line that cannot be scored is answered { "file", "line", "error" }, and the command ends with status 1.`;

export const anomaliesCommand = defineCommand({
  meta: { name: 'anomalies', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON lines; - reads standard input',
    },
  },
  async run({ args }) {
    const lines = (await readInput(args.file, 'anomalies')).split('\n');
    using bar = progressBar('anomalies', lines.length);
    await pipeline(Readable.from(answers(lines, bar)), process.stdout, { end: false });
  },
});

function* answers(lines: readonly string[], bar: { update(done: number): void }): Generator<string> {
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const answer = answerAnomalyLine(line, index + 1);
    if ('error' in answer) {
      process.stderr.write(`Line ${answer.line}: ${answer.error}\n`);
      process.exitCode = 1;
    }
    yield `${JSON.stringify(answer)}\n`;
    bar.update(index + 1);
  }
}
