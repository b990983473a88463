import { basename } from 'node:path';
import { defineCommand } from 'citty';
import { type BarSource, importMarket, type MarketImportReport } from '#market';
import { createPostgresBus, migrate } from '#platform';
import { REPEATED } from './arguments.ts';
import { importEventsCommand } from './import-events.ts';
import { openSources, openSymbols } from './import-files.ts';
import { renderRefused, renderReport } from './import-report.ts';
import { DATABASE_ARGS, openSession } from './session.ts';
import { progressBar } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Import daily bars from csv or csv.gz files

Columns are found by name: date, symbol, open, high, low, close, and where there are any adjusted_close, volume,
dividend, split. Prices as traded, dates YYYY-MM-DD. Bars that are stored already and equal are left alone, so a
second run changes nothing. Works beside a running server, which shows the new bars at once. Real bars push out
simulated ones.

Lines that are no bars are listed with file and line, and the rest is kept: exit code 0. A file that cannot be used
at all is left out whole and the others imported: exit code 1. Under --strict one bad line or file undoes the whole
import: exit code 1. Each file (under --strict: the import) is one transaction; after Ctrl-C run it again.`;

const importMarketCommand = defineCommand({
  meta: { name: 'market', description: DESCRIPTION },
  args: {
    ...DATABASE_ARGS,
    files: {
      type: 'positional',
      required: false,
      valueHint: REPEATED,
      description: 'csv or csv.gz files or patterns; - reads standard input',
    },
    symbols: {
      type: 'string',
      valueHint: 'file',
      description: 'csv of symbol, name, sector, sub_industry, asset_class, shares_outstanding, shares_as_of',
    },
    'shares-as-of': {
      type: 'string',
      valueHint: 'YYYY-MM-DD',
      description:
        'day of the share counts; else shares_as_of, else the session whose closes give market_cap ÷ shares',
    },
    strict: { type: 'boolean', description: 'all or nothing: one bad line and nothing is written' },
    json: { type: 'boolean', description: 'answer in JSON' },
  },
  async run({ args }) {
    const sharesAsOf = checkDate(args['shares-as-of']);
    if (args._.length === 0 && args.symbols === undefined)
      throw new UsageError('There is nothing to import.', 'Name csv files, --symbols FILE, or both.');
    const sources = await openSources(args._);
    const symbols = args.symbols === undefined ? undefined : await openSymbols(args.symbols);
    await using session = await openSession(args);
    await migrate(session.database);
    await using bus = await createPostgresBus(session.database, session.logger, { listen: false });
    const startedAt = performance.now();
    const report = await withProgress(sources, (progress) =>
      importMarket(
        { pool: session.database.pool, bus },
        { sources, symbols, sharesAsOf, strict: args.strict === true, lastDay: lastDay(), progress },
      ),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    if (report.refused.length > 0) console.error(renderRefused(report));
    console.log(args.json === true ? JSON.stringify({ ...report, seconds }) : renderReport(report, seconds));
    if (!report.complete) process.exitCode = 1;
  },
});

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Bring in data from files' },
  subCommands: { market: importMarketCommand, events: importEventsCommand },
});

type Progress = (source: BarSource, lines: number) => void;

/** Draws one bar for all files, by the bytes read of them. */
async function withProgress(
  sources: readonly BarSource[],
  work: (progress: Progress) => Promise<MarketImportReport>,
): Promise<MarketImportReport> {
  const total = sources.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  using bar = progressBar('importing', total);
  const startedAt = performance.now();
  const linesOf = new Map<BarSource, number>();
  return work((source, lines) => {
    linesOf.set(source, lines);
    const rows = [...linesOf.values()].reduce((sum, it) => sum + it, 0);
    const bytes = sources.reduce((sum, it) => sum + it.bytesRead(), 0);
    const rate = Math.round((rows / (performance.now() - startedAt)) * 1000);
    bar.update(
      bytes,
      `${basename(source.name)} ${rows.toLocaleString('en-US')} rows, ${rate.toLocaleString('en-US')}/s`,
    );
  });
}

const HOUR_MS = 3_600_000;
/** The first place on earth where a day begins is 14 hours ahead of UTC. */
const EARLIEST_ZONE_HOURS = 14;

/** The latest session that can have begun anywhere, in days since 1970. */
function lastDay(): number {
  return Math.floor((Date.now() + EARLIEST_ZONE_HOURS * HOUR_MS) / (24 * HOUR_MS));
}

function checkDate(text: string | undefined): string | undefined {
  if (text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))))
    return text;
  throw new UsageError(`"${text}" is not a date.`, 'Write --shares-as-of YYYY-MM-DD.');
}
