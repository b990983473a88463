import type { ClientBase, Pool } from 'pg';
import { type Bus, inTransaction } from '#platform';
import { type BarChanges, type BarOrigin, takeImportTurn } from '../bar-store.ts';
import type { Day } from '../bars.ts';
import { removeSimulated } from '../instrument-store.ts';
import { type BarPump, createBarPump } from './bar-pump.ts';
import type { BarSource } from './bar-source.ts';
import { readBars } from './read-bars.ts';
import { SourceError } from './source-error.ts';

/** A line that was not taken, and why. Lines count from 1, the header included. */
export interface RefusedLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** What became of one file. Counts are of bars; `failure` says why the file as a whole was left out. */
export interface FileReport {
  readonly name: string;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  failure: string | null;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  /** Simulated instruments that gave way to real data. */
  readonly simulatedRemoved: number;
  /** True where `strict` met a bad line: then nothing at all was written. */
  readonly rolledBack: boolean;
}

export interface BarImport {
  readonly sources: readonly BarSource[];
  readonly origin: BarOrigin;
  /** All or nothing: one refused line or unusable file, and the whole import leaves no trace. */
  readonly strict: boolean;
  /** No session may lie after this day. */
  readonly lastDay: Day;
  readonly refused?: (line: RefusedLine) => void;
  readonly progress?: (source: BarSource, lines: number) => void;
}

interface Deps {
  readonly pool: Pool;
  readonly bus: Bus;
}

/** What a transaction has done and nobody may know before it is committed. */
interface Pending {
  readonly symbols: Set<string>;
  simulatedRemoved: number;
}

/**
 * Imports csv files of daily bars. Each file is one transaction, under `strict` the whole import is: a reader sees all
 * of it or nothing, and an interrupted import is repaired by running it again. Bars that are stored already and equal
 * are not touched.
 */
export async function importBars(deps: Deps, job: BarImport): Promise<ImportReport> {
  return job.strict ? importAtOnce(deps, job) : importFileByFile(deps, job);
}

async function importFileByFile(deps: Deps, job: BarImport): Promise<ImportReport> {
  const files: FileReport[] = [];
  let simulatedRemoved = 0;
  for (const source of job.sources) {
    const report = emptyReport(source.name);
    files.push(report);
    const pending: Pending = { symbols: new Set(), simulatedRemoved: 0 };
    const failure = await failureOf(() =>
      inTransaction(deps.pool, (client) => importFile(client, source, job, report, pending)),
    );
    if (failure === null) {
      simulatedRemoved += pending.simulatedRemoved;
      announce(deps.bus, job.origin, pending);
    } else withdraw(report, failure);
  }
  return { files, simulatedRemoved, rolledBack: false };
}

async function importAtOnce(deps: Deps, job: BarImport): Promise<ImportReport> {
  const files: FileReport[] = [];
  const pending: Pending = { symbols: new Set(), simulatedRemoved: 0 };
  const failure = await failureOf(() =>
    inTransaction(deps.pool, async (client) => {
      for (const source of job.sources) {
        const report = emptyReport(source.name);
        files.push(report);
        await importFile(client, source, job, report, pending);
        if (report.refused > 0) throw new SourceError('has bad lines');
      }
    }),
  );
  if (failure === null) {
    announce(deps.bus, job.origin, pending);
    return { files, simulatedRemoved: pending.simulatedRemoved, rolledBack: false };
  }
  for (const report of files) withdraw(report, report === files.at(-1) ? failure : 'left out with the rest');
  return { files, simulatedRemoved: 0, rolledBack: true };
}

/** Why a transaction was rolled back where that is the file's doing; other errors go on. */
async function failureOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}

async function importFile(
  client: ClientBase,
  source: BarSource,
  job: BarImport,
  report: FileReport,
  pending: Pending,
): Promise<void> {
  let pump: BarPump | undefined;
  try {
    await readBars(source.chunks(), job.lastDay, {
      header(fields) {
        pump = createBarPump(client, fields, job.origin, {
          beforeFirst: () => makeRoom(client, job.origin, pending),
          written: (changes) => tally(report, pending, changes),
        });
      },
      bar: ({ symbol, day, values }) => pump?.add(symbol, day, values),
      refused(line, reason) {
        report.refused += 1;
        job.refused?.({ file: source.name, line, reason });
      },
      progress(lines) {
        job.progress?.(source, lines);
      },
    });
    await pump?.finish();
  } finally {
    await pump?.settle();
  }
}

async function makeRoom(client: ClientBase, origin: BarOrigin, pending: Pending): Promise<void> {
  await takeImportTurn(client);
  if (origin === 'import') pending.simulatedRemoved += (await removeSimulated(client)).length;
}

function tally(report: FileReport, pending: Pending, changes: BarChanges): void {
  report.added += changes.added;
  report.changed += changes.changed;
  report.unchanged += changes.unchanged;
  for (const symbol of changes.symbols) pending.symbols.add(symbol);
}

/** Above this many symbols a listener does better to load everything anew. */
const MAX_NAMED_SYMBOLS = 200;

function announce(bus: Bus, origin: BarOrigin, pending: Pending): void {
  if (pending.symbols.size === 0 && pending.simulatedRemoved === 0) return;
  const all = pending.simulatedRemoved > 0 || pending.symbols.size > MAX_NAMED_SYMBOLS;
  bus.publish('market.bars.changed', {
    symbols: all ? [] : [...pending.symbols],
    simulated: origin === 'simulated',
  });
}

function emptyReport(name: string): FileReport {
  return { name, added: 0, changed: 0, unchanged: 0, refused: 0, failure: null };
}

function withdraw(report: FileReport, failure: string): void {
  report.failure = failure;
  report.added = 0;
  report.changed = 0;
  report.unchanged = 0;
}
