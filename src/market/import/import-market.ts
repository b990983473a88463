import type { Pool } from 'pg';
import type { Bus } from '#platform';
import type { Day } from '../bars.ts';
import type { BarSource } from './bar-source.ts';
import { type ImportReport, importBars, type RefusedLine } from './import-bars.ts';
import { importSymbols, type SymbolsReport } from './import-symbols.ts';
import type { SymbolsFile } from './symbols-file.ts';

export interface MarketImport {
  readonly sources: readonly BarSource[];
  readonly symbols?: SymbolsFile | undefined;
  /** Day of the share counts, `YYYY-MM-DD`. */
  readonly sharesAsOf?: string | undefined;
  readonly strict: boolean;
  /** No session may lie after this day. */
  readonly lastDay: Day;
  readonly progress?: (source: BarSource, lines: number) => void;
}

export interface MarketImportReport {
  readonly bars: ImportReport;
  readonly symbols: SymbolsReport | null;
  /** The first refused lines, and how many there were. */
  readonly refused: readonly RefusedLine[];
  readonly refusedInAll: number;
  /** False where a file could not be used, or `strict` undid the import. */
  readonly complete: boolean;
}

/** A file of the wrong kind has as many bad lines as lines; nobody reads more of them than this. */
const MAX_LISTED = 100;

/** Imports bars, then what a symbols file says: the day of its share counts is found in the bars. */
export async function importMarket(
  deps: { readonly pool: Pool; readonly bus: Bus },
  job: MarketImport,
): Promise<MarketImportReport> {
  const refused: RefusedLine[] = [];
  let refusedInAll = 0;
  const refuse = (line: RefusedLine) => {
    refusedInAll += 1;
    if (refused.length < MAX_LISTED) refused.push(line);
  };
  for (const line of job.symbols?.refused ?? []) refuse(line);
  const undone = job.strict && refusedInAll > 0;
  const bars = undone ? NOTHING : await importBars(deps, { ...job, origin: 'import', refused: refuse });
  const symbols =
    job.symbols === undefined || bars.rolledBack
      ? null
      : await importSymbols(deps, job.symbols, job.sharesAsOf);
  const complete = !bars.rolledBack && bars.files.every(({ failure }) => failure === null);
  return { bars, symbols, refused, refusedInAll, complete };
}

const NOTHING: ImportReport = { files: [], simulatedRemoved: 0, rolledBack: true };
