import type { ClientBase, Pool } from 'pg';
import { type Bus, inTransaction } from '#platform';
import {
  findClosesDate,
  type InstrumentChanges,
  removeSimulated,
  upsertInstruments,
} from '../instrument-store.ts';
import type { SymbolsFile } from './symbols-file.ts';

/** How the day of the file's share counts is known; `nothing` where they then count as of a symbol's last bar. */
export type SharesDating =
  | { readonly by: 'file' | 'option' | 'closes'; readonly date: string | null }
  | { readonly by: 'nothing' };

export interface SymbolsReport extends InstrumentChanges {
  readonly sharesDating: SharesDating | null;
  readonly simulatedRemoved: number;
}

/**
 * Writes what a symbols file says of instruments, in one transaction. Share counts need a day, because splits after it
 * multiply them: the file's own `shares_as_of`, else `sharesAsOf`, else the session whose stored closes are the file's
 * market caps ÷ share counts – so import bars first.
 */
export async function importSymbols(
  deps: { readonly pool: Pool; readonly bus: Bus },
  file: SymbolsFile,
  sharesAsOf?: string,
): Promise<SymbolsReport> {
  const report = await inTransaction(deps.pool, async (client) => {
    const simulatedRemoved = (await removeSimulated(client)).length;
    const sharesDating = await dateShares(client, file, sharesAsOf);
    const date = sharesDating === null || sharesDating.by === 'nothing' ? null : sharesDating.date;
    const facts = file.rows.map((row) => ({ ...row, sharesAsOf: row.sharesAsOf ?? date }));
    return { ...(await upsertInstruments(client, facts)), sharesDating, simulatedRemoved };
  });
  if (report.added + report.changed + report.simulatedRemoved > 0)
    deps.bus.publish('market.bars.changed', { symbols: [], simulated: false });
  return report;
}

/** Null where the file counts no shares. */
async function dateShares(
  client: ClientBase,
  { rows, capMonth }: SymbolsFile,
  option: string | undefined,
): Promise<SharesDating | null> {
  const counted = rows.filter(({ shares }) => shares != null);
  if (counted.length === 0) return null;
  if (counted.every((row) => row.sharesAsOf != null)) return { by: 'file', date: null };
  if (option !== undefined) return { by: 'option', date: option };
  const closes = counted.flatMap(({ symbol, impliedClose }) =>
    impliedClose === null ? [] : [{ symbol, price: impliedClose }],
  );
  const date = closes.length === 0 ? undefined : await findClosesDate(client, closes, capMonth);
  return date === undefined ? { by: 'nothing' } : { by: 'closes', date };
}
