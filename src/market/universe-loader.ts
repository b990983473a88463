import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { readRecentBars } from './bar-reader.ts';
import { type Day, dayOf, type Instrument } from './bars.ts';
import { bases, carryForward } from './carry-forward.ts';
import { type LoadedUniverse, lastDayOf, storedBars, takeRecent, takeWhole } from './held-universe.ts';
import { readInstruments } from './instrument-store.ts';
import { createUniverse } from './universe.ts';

/** A bar takes some 72 bytes in memory: 10 million are 720 MB, 504 symbols for 80 years. */
const MAX_BARS = 10_000_000;

/** Loads everything there is, symbol by symbol, so that the event loop is never held for long. */
export async function loadUniverse(pool: Pool, maxBars = MAX_BARS): Promise<LoadedUniverse> {
  const firstDay = await firstDayWithin(pool, maxBars);
  const universe = createUniverse(await readInstruments(pool), []);
  const loaded: LoadedUniverse = { universe, held: new Map(), firstDay };
  for await (const stored of storedBars(pool, { firstDay })) takeWhole(loaded, stored);
  await carryForward(pool, loaded);
  return loaded;
}

/** The day from which on there are no more than `maxBars`; undefined where all fit. */
async function firstDayWithin(pool: Pool, maxBars: number): Promise<Day | undefined> {
  const { rows: more } = await pool.query('SELECT FROM market_bars OFFSET $1 LIMIT 1', [maxBars]);
  if (more.length === 0) return undefined;
  const { rows } = await pool.query<{ date: string }>(
    `SELECT (ts AT TIME ZONE 'UTC')::date + 1 AS date FROM market_bars WHERE "interval" = '1d'
     ORDER BY ts DESC OFFSET $1 LIMIT 1`,
    [maxBars],
  );
  return rows[0] === undefined ? undefined : dayOf(rows[0].date);
}

/**
 * Takes changes of some symbols into the universe: all at once, after all is read, so that no answer shows half of
 * them. Where all changes lie at or after a symbol's last bar, only those bars are read. Returns what is loaded then:
 * a universe anew where an import has overtaken sessions that were made of quotes.
 */
export async function refreshSymbols(
  pool: Pool,
  loaded: LoadedUniverse,
  symbols: readonly string[],
  since: Day | undefined,
): Promise<LoadedUniverse> {
  const { held, firstDay } = loaded;
  const isTail = (symbol: string) => since !== undefined && since >= lastDayOf(held.get(symbol));
  const whole = symbols.filter((symbol) => !isTail(symbol));
  const instruments = await readInstruments(pool, symbols);
  const recent = since === undefined ? [] : await readRecentBars(pool, symbols.filter(isTail), since);
  const replaced =
    whole.length === 0 ? [] : await Array.fromAsync(storedBars(pool, { symbols: whole, firstDay }));

  const carriedBefore = [...held.values()].some(({ carried }) => carried.length > 0);
  const basesBefore = bases(loaded);
  replaceInstruments(loaded, symbols, instruments);
  for (const stored of replaced) takeWhole(loaded, stored);
  for (const bar of recent) takeRecent(loaded, bar);
  if (carriedBefore && !isDeepStrictEqual(bases(loaded), basesBefore)) return loadUniverse(pool);
  await carryForward(pool, loaded);
  return loaded;
}

/** Only what differs: an instrument's change makes the whole history of its market to be summed anew. */
function replaceInstruments(
  { universe, held }: LoadedUniverse,
  symbols: readonly string[],
  found: readonly Instrument[],
): void {
  const present = new Set(found.map(({ symbol }) => symbol));
  const gone = symbols.filter((symbol) => !present.has(symbol));
  if (gone.length > 0) universe.removeInstruments(gone);
  for (const symbol of gone) held.delete(symbol);
  const changed = found.filter((it) => !isDeepStrictEqual(it, universe.instrument(it.symbol)));
  if (changed.length > 0) universe.updateInstruments(changed);
}
