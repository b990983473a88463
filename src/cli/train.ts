import { writeFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { crossValidate, ExampleError, packModel, readExamples, trainLinear } from '#sentiment';
import { readInput, refuseInput } from './input.ts';
import { progressBar } from './terminal.ts';

const RUNS = 3;
const EPOCHS = 12;

const sentiment = defineCommand({
  meta: {
    name: 'sentiment',
    description: `Train the sentiment model

FILE holds JSON lines { "text", "label": positive | negative | neutral | mixed, "entities": { name: label } }. The model is
cross-validated first, and what that found is printed; then it learns from all lines and is written to --out.`,
  },
  args: {
    file: { type: 'positional', required: true, valueHint: 'file', description: 'JSON lines' },
    out: { type: 'string', required: true, valueHint: 'path', description: 'where the model is written' },
    source: { type: 'string', valueHint: 'text', description: 'what the data are, for the model file' },
    licence: { type: 'string', valueHint: 'text', description: 'licence and notice of the data' },
    folds: { type: 'string', valueHint: 'number', description: 'parts of the cross-validation (10)' },
  },
  async run({ args }) {
    const examples = await read(args.file);
    const folds = Math.max(2, Number(args.folds ?? 10) || 10);
    using bar = progressBar('train', (folds + 1) * RUNS * EPOCHS);
    let before = 0;
    const onEpoch = (done: number, total: number) => {
      bar.update(before + done);
      if (done === total) before += total;
    };
    const options = { runs: RUNS, epochs: EPOCHS, onEpoch };
    const validation = crossValidate(examples, folds, options);
    const weights = trainLinear(examples, options);
    const about = {
      trainedOn: args.source ?? args.file,
      licence: args.licence ?? 'not stated',
      examples: examples.length,
      temperature: validation.temperature,
    };
    await writeFile(args.out, `${JSON.stringify(packModel(weights, about))}\n`);
    console.log(JSON.stringify(validation));
  },
});

async function read(path: string) {
  try {
    return readExamples(await readInput(path, 'train sentiment'));
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    throw refuseInput(path, error, 'Mend that line; `richesreach train sentiment --help` shows the form.');
  }
}

export const trainCommand = defineCommand({
  meta: { name: 'train', description: 'Train the models that ship' },
  subCommands: { sentiment },
});
