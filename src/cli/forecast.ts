import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from 'citty';
import { forecastBatch, startForecastThread } from '#prediction';
import { readLines } from './input.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Forecast series, with intervals

FILE holds JSON lines { "id", "m": steps of a season (1: unknown), "h": steps to forecast, "x": [values, null for a gap] },
gzip or not. Answers one line each, in their order: { "id", "mean": [h], "intervals": { "80": { "lower", "upper" }, … } }.
Intervals learn from the past errors of all series with the same season and horizon. A line that no forecast can be made
of is answered { "id", "line", "error" }, and the command ends with status 1.`;

export const forecastCommand = defineCommand({
  meta: { name: 'forecast', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON lines; - reads standard input',
    },
    levels: {
      type: 'string',
      valueHint: 'percent,…',
      description: 'shares that should fall inside the intervals',
      default: '80,95',
    },
  },
  async run({ args }) {
    const levels = readLevels(args.levels);
    await using threads = new AsyncDisposableStack();
    const workers = Array.from({ length: availableParallelism() }, () => threads.use(startForecastThread()));
    const batch = forecastBatch(readLines(args.file, 'forecast'), {
      levels,
      threads: workers.map((worker) => worker.forecastLines),
      onProgress: reportProgress(),
    });
    await pipeline(Readable.from(printed(batch)), process.stdout, { end: false });
  },
});

/** A line on stderr a second: how much there is to come is not known. */
function reportProgress(): (done: number) => void {
  let reportedAt = performance.now();
  return (done) => {
    if (performance.now() - reportedAt < 1_000) return;
    reportedAt = performance.now();
    process.stderr.write(`forecast: ${done} series\n`);
  };
}

async function* printed(answers: ReturnType<typeof forecastBatch>): AsyncGenerator<string> {
  for await (const answer of answers) {
    if ('error' in answer) {
      process.stderr.write(`Line ${answer.line}: ${answer.error}\n`);
      process.exitCode = 1;
    }
    yield `${JSON.stringify(answer)}\n`;
  }
}

function readLevels(text: string): number[] {
  const words = text.split(',').map((word) => word.trim());
  const levels = words.map(Number);
  const wrong = words.find(
    (word, i) => !((levels[i] as number) > 0 && (levels[i] as number) < 100 && word !== ''),
  );
  if (wrong !== undefined)
    throw new UsageError(
      `--levels has "${wrong}", which is no share in percent.`,
      'Give numbers between 0 and 100: 80,95.',
    );
  return levels;
}
