import type { Instrument } from './bars.ts';

/**
 * Instruments that match what somebody types, best first: the symbol itself, symbols that begin with it, names with a
 * word that begins with it, then anything that contains it.
 */
export function searchInstruments(
  instruments: readonly Instrument[],
  text: string,
  limit: number,
): Instrument[] {
  const wanted = text.trim().toLowerCase();
  return instruments
    .map((instrument) => ({ instrument, rank: rankOf(instrument, wanted) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || compare(a.instrument.symbol, b.instrument.symbol))
    .slice(0, limit)
    .map(({ instrument }) => instrument);
}

function rankOf(instrument: Instrument, wanted: string): number {
  const symbol = instrument.symbol.toLowerCase();
  const name = instrument.name?.toLowerCase() ?? '';
  if (symbol === wanted) return 0;
  if (symbol.startsWith(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  if (name.includes(` ${wanted}`)) return 3;
  if (symbol.includes(wanted) || name.includes(wanted)) return 4;
  return Number.POSITIVE_INFINITY;
}

const MAX_SLIPS = 2;
const MAX_SUGGESTIONS = 3;

/** Symbols that may have been meant: few slips away, or found by the text in a name. */
export function nearSymbols(instruments: readonly Instrument[], typed: string): string[] {
  const wanted = typed.toUpperCase();
  const bySlips = instruments
    .map(({ symbol }) => ({ symbol, slips: slipsBetween(symbol, wanted) }))
    .filter(({ slips, symbol }) => slips <= Math.min(MAX_SLIPS, symbol.length - 1))
    .sort((a, b) => a.slips - b.slips || compare(a.symbol, b.symbol))
    .map(({ symbol }) => symbol);
  const byName = searchInstruments(instruments, typed, MAX_SUGGESTIONS).map(({ symbol }) => symbol);
  return [...new Set([...byName, ...bySlips])].slice(0, MAX_SUGGESTIONS);
}

/** Levenshtein distance. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
