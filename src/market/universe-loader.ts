import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { readBars, readRecentBars, type SourceMask, type StoredBars } from './bar-reader.ts';
import { type Day, dayOf, type Instrument } from './bars.ts';
import { readInstruments } from './instrument-store.ts';
import { createUniverse } from './universe.ts';
import type { Universe } from './universe-types.ts';

/** What the universe holds of a symbol. */
interface Held {
  readonly sources: SourceMask;
  readonly lastDay: Day;
}

export interface LoadedUniverse {
  readonly universe: Universe;
  readonly held: Map<string, Held>;
  /** The first day held where older bars were left out to bound memory. */
  readonly firstDay: Day | undefined;
}

/** A bar takes some 72 bytes in memory: 10 million are 720 MB, 504 symbols for 80 years. */
const MAX_BARS = 10_000_000;

/** Loads everything there is, symbol by symbol, so that the event loop is never held for long. */
export async function loadUniverse(pool: Pool, maxBars = MAX_BARS): Promise<LoadedUniverse> {
  const firstDay = await firstDayWithin(pool, maxBars);
  const universe = createUniverse(await readInstruments(pool), []);
  const loaded: LoadedUniverse = { universe, held: new Map(), firstDay };
  for await (const stored of storedBars(pool, { firstDay })) takeWhole(loaded, stored);
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
 * them. Where all changes lie at or after a symbol's last bar, only those bars are read.
 */
export async function refreshSymbols(
  pool: Pool,
  loaded: LoadedUniverse,
  symbols: readonly string[],
  since: Day | undefined,
): Promise<void> {
  const { universe, held, firstDay } = loaded;
  const isTail = (symbol: string) => since !== undefined && since >= (held.get(symbol)?.lastDay ?? since);
  const whole = symbols.filter((symbol) => !isTail(symbol));
  const instruments = await readInstruments(pool, symbols);
  const recent = since === undefined ? [] : await readRecentBars(pool, symbols.filter(isTail), since);
  const replaced =
    whole.length === 0 ? [] : await Array.fromAsync(storedBars(pool, { symbols: whole, firstDay }));

  replaceInstruments(loaded, symbols, instruments);
  for (const stored of replaced) takeWhole(loaded, stored);
  for (const { symbol, bar, sources } of recent) {
    universe.updateLastBar(symbol, bar);
    held.set(symbol, { sources: (held.get(symbol)?.sources ?? 0) | sources, lastDay: bar.day });
  }
}

function takeWhole({ universe, held }: LoadedUniverse, { bars, sources }: StoredBars): void {
  universe.replaceBars(bars);
  held.set(bars.symbol, { sources, lastDay: bars.days.at(-1) ?? Number.NEGATIVE_INFINITY });
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

async function* storedBars(
  pool: Pool,
  options: { readonly symbols?: readonly string[]; readonly firstDay: Day | undefined },
): AsyncGenerator<StoredBars> {
  const client = await pool.connect();
  let broken = true;
  try {
    yield* readBars(client, options);
    broken = false;
  } finally {
    // A COPY that was not read to its end leaves the connection in the middle of it.
    client.release(broken);
  }
}
