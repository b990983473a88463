import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from 'citty';
import { predictDays } from '#prediction';
import { readInput } from './input.ts';
import { progressBar } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Predict the last days of price series, each from what came before

FILE holds JSON lines { "id", "date", "open", "high", "low", "close", "volume" }, gzip or not; only id and close are
needed. Answers one line a series and day: { "id", "index", "current_price", "predicted_price", "intervals":
{ "90": { "lower", "upper" }, … }, "p_up", "volatility" }; "index" is the place of the predicted day. A line that cannot
be used is answered { "id", "line", "error" }.`;

export const predictPricesCommand = defineCommand({
  meta: { name: 'predict-prices', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON lines; - reads standard input',
    },
    days: {
      type: 'string',
      valueHint: 'count',
      description: 'days of each series to predict',
      default: '250',
    },
  },
  async run({ args }) {
    const days = Number(args.days);
    if (!Number.isInteger(days) || days < 1)
      throw new UsageError(
        `--days is "${args.days}", which is no number of days.`,
        'Give a whole number from 1 on.',
      );
    const lines = (await readInput(args.file, 'predict-prices'))
      .split('\n')
      .filter((line) => line.trim() !== '');
    using bar = progressBar('predict-prices', lines.length);
    await pipeline(
      Readable.from(
        Iterator.from(predictDays(lines, days, (done) => bar.update(done))).map(
          (answer) => `${JSON.stringify(answer)}\n`,
        ),
      ),
      process.stdout,
      { end: false },
    );
  },
});
