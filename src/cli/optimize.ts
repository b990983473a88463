import { defineCommand } from 'citty';
import { loadOptimiser, PriceFileError, parseLooseJson, parsePrices } from '#portfolio';
import { readInput, refuseInput } from './input.ts';
import { progressBar } from './terminal.ts';

const DESCRIPTION = `Find the portfolios of a file of problems

FILE holds { "cases": [{ "id", "problem": { "method": "min_volatility", … } }] }, a list of such cases, or one problem.
PRICES is csv (gzip or not): date, then one column of adjusted closes a symbol, empty where there was none. Answers one
JSON line a case, in their order: weights, expected_return, risk, certificate – or status and reason.`;

const FIX = 'Mend that; `richesreach optimize --help` shows the forms.';

export const optimizeCommand = defineCommand({
  meta: { name: 'optimize', description: DESCRIPTION },
  args: {
    file: {
      type: 'positional',
      required: true,
      valueHint: 'file',
      description: 'JSON; - reads standard input',
    },
    prices: { type: 'string', required: true, valueHint: 'path', description: 'csv of adjusted closes' },
    'time-limit': { type: 'string', valueHint: 'seconds', description: 'for one call of the solver (30)' },
  },
  async run({ args }) {
    const cases = await readCases(args.file);
    const prices = await readPrices(args.prices);
    const limit = Number(args['time-limit'] ?? 30);
    const optimiser = await loadOptimiser(limit > 0 ? { timeLimitSeconds: limit } : {});
    using bar = progressBar('optimize', cases.length);
    for (const [index, { id, problem }] of cases.entries()) {
      process.stdout.write(`${JSON.stringify({ id, ...optimiser.optimise(problem, prices) })}\n`);
      bar.update(index + 1, String(id));
    }
  },
});

interface Case {
  readonly id: unknown;
  readonly problem: unknown;
}

async function readCases(path: string): Promise<Case[]> {
  const text = await readInput(path, 'optimize');
  try {
    const document = parseLooseJson(text) as { cases?: unknown; problem?: unknown } | unknown[];
    const list = Array.isArray(document) ? document : document.cases;
    const items: unknown[] = Array.isArray(list) ? list : [document];
    return items.map((item, index) => {
      const { id = index, problem = item } = (item ?? {}) as { id?: unknown; problem?: unknown };
      return { id, problem };
    });
  } catch (error) {
    throw refuseInput(path, error, FIX);
  }
}

async function readPrices(path: string) {
  try {
    return parsePrices(await readInput(path, 'optimize'));
  } catch (error) {
    if (error instanceof PriceFileError || (error as { code?: string }).code?.startsWith('CSV_'))
      throw refuseInput(path, error, FIX);
    throw error;
  }
}
