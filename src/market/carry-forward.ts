import type { Pool } from 'pg';
import type { Day } from './bars.ts';
import { type Held, type LoadedUniverse, lastDayOf, storedBars, takeWhole } from './held-universe.ts';
import { carriedBar, carriedDays, type OpenSessions, openSessions } from './open-sessions.ts';

/** The symbols of each market, by asset class. */
function markets({ universe, held }: LoadedUniverse): Map<string, [string, Held][]> {
  return Map.groupBy(held, ([symbol]) => universe.instrument(symbol)?.assetClass ?? '');
}

function openSessionsOf(symbols: readonly [string, Held][]): OpenSessions {
  return openSessions(symbols.map(([, held]) => held));
}

/** The last official session of each market. */
export function bases(loaded: LoadedUniverse): Map<string, Day> {
  return new Map([...markets(loaded)].map(([name, symbols]) => [name, openSessionsOf(symbols).base]));
}

/** Lets every symbol take part in the open sessions of its market. */
export async function carryForward(pool: Pool, loaded: LoadedUniverse): Promise<void> {
  const { universe, held, firstDay } = loaded;
  const inside = new Map<string, readonly Day[]>();
  for (const symbols of markets(loaded).values()) {
    const open = openSessionsOf(symbols);
    for (const [symbol, it] of open.days.length === 0 ? [] : symbols) {
      const carried = carriedDays(it, open);
      const missing = carried.filter((day) => !it.carried.includes(day));
      if (missing.some((day) => day < lastDayOf(it))) inside.set(symbol, carried);
      else if (missing.length > 0) {
        for (const day of missing) universe.updateLastBar(symbol, carriedBar(day, it.close));
        held.set(symbol, { ...it, carried });
      }
    }
  }
  if (inside.size === 0) return;
  for await (const stored of storedBars(pool, { symbols: [...inside.keys()], firstDay }))
    takeWhole(loaded, stored, inside.get(stored.bars.symbol));
}
