import { stat } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { readPublicList, refreshCatalogue, refreshText, usedCatalogue, writeOwnCatalogue } from '#ai';
import { readConfig, reasonOf, systemClock } from '#platform';
import { readEnvironment } from './environment.ts';
import { readInput, refuseInput } from './input.ts';
import { DATABASE_ARGS } from './session.ts';
import { UsageError } from './usage-error.ts';

const refresh = defineCommand({
  meta: {
    name: 'refresh',
    description: `Bring the model catalogue up to date by a public price list

FILE is LiteLLM's model_prices_and_context_window.json or models.dev's api.json, fetched by you. What it changes is printed,
and with --write put into models.json of the data directory, which outranks the catalogue that comes with RichesReach until
you delete it. Servers read it when they start.`,
  },
  args: {
    ...DATABASE_ARGS,
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'the list, gzip too; - is standard input',
    },
    write: { type: 'boolean', description: 'write the catalogue; otherwise only say what would change' },
    add: { type: 'string', valueHint: 'list', description: 'new models to take in, comma-separated' },
    date: {
      type: 'string',
      valueHint: 'YYYY-MM-DD',
      description: 'day of the prices; the day of the file unless told',
    },
    json: { type: 'boolean', description: 'answer in JSON' },
  },
  async run({ args }) {
    const { dataDir } = readConfig(readEnvironment({ RICHESREACH_DATA_DIR: args['data-dir'] }));
    const date = args.date ?? (await dayOf(args.file));
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date)))
      throw new UsageError(`"${date}" is not a day.`, 'Write it as 2026-07-01.');
    const text = await readInput(args.file, 'models refresh');
    const add = (args.add ?? '').split(',').flatMap((name) => name.trim() || []);
    const { document, report } = refreshBy(usedCatalogue(dataDir).document, listIn(text, args.file), {
      date,
      add,
    });
    if (args.json) console.log(JSON.stringify(report));
    else console.log(refreshText(report));
    if (!args.write) {
      if (!args.json) console.log('Nothing was written; --write does.');
      return;
    }
    const path = await writeOwnCatalogue(dataDir, document);
    if (!args.json)
      console.log(`Written to ${path}. Servers take it up when they start; delete it to go back.`);
  },
});

function listIn(text: string, file: string) {
  try {
    return readPublicList(JSON.parse(text));
  } catch (error) {
    throw refuseInput(
      file,
      error,
      'Fetch the list anew; `richesreach models refresh --help` names the two forms.',
    );
  }
}

function refreshBy(...inputs: Parameters<typeof refreshCatalogue>) {
  try {
    return refreshCatalogue(...inputs);
  } catch (error) {
    throw new UsageError(`${reasonOf(error)}.`, 'Run it without --add to see what there is.');
  }
}

async function dayOf(file: string): Promise<string> {
  const at = file === '-' ? systemClock.now() : (await stat(file).catch(() => null))?.mtimeMs;
  return new Date(at ?? systemClock.now()).toISOString().slice(0, 10);
}

export const modelsCommand = defineCommand({
  meta: { name: 'models', description: 'Keep the catalogue of AI models up to date' },
  subCommands: { refresh },
});
