import type { Pool } from 'pg';
import { isOfficial, type RecentBar, readBars, type SourceMask, type StoredBars } from './bar-reader.ts';
import type { Day } from './bars.ts';
import { type Trading, withCarried } from './open-sessions.ts';
import type { Universe } from './universe-types.ts';

/** What the universe holds of a symbol. */
export interface Held extends Trading {
  readonly sources: SourceMask;
  /** Its last bar that is stored, and that bar's close. */
  readonly lastDay: Day;
  readonly close: number;
  /** Sessions in which it stands at its last close. */
  readonly carried: readonly Day[];
}

export interface LoadedUniverse {
  readonly universe: Universe;
  readonly held: Map<string, Held>;
  /** The first day held where older bars were left out to bound memory. */
  readonly firstDay: Day | undefined;
}

/** The last day the universe has a bar of the symbol on, its own or carried. */
export function lastDayOf(held: Held | undefined): Day {
  return Math.max(
    held?.lastDay ?? Number.NEGATIVE_INFINITY,
    held?.carried.at(-1) ?? Number.NEGATIVE_INFINITY,
  );
}

/** Puts a whole history in the place of what was held; `carried` are sessions to stand still in. */
export function takeWhole(
  { universe, held }: LoadedUniverse,
  { bars, sources, officialDay }: StoredBars,
  carried: readonly Day[] = [],
): void {
  const quotedDays = Array.from(bars.days.filter((day) => day > officialDay));
  const lastDay = bars.days.at(-1) ?? Number.NEGATIVE_INFINITY;
  const close = bars.close.at(-1) ?? Number.NaN;
  held.set(bars.symbol, { sources, officialDay, quotedDays, lastDay, close, carried });
  universe.replaceBars(carried.length === 0 ? bars : withCarried(bars, carried));
}

/** Puts one bar in the place of the last one, or after it. */
export function takeRecent({ universe, held }: LoadedUniverse, { symbol, bar, sources }: RecentBar): void {
  const before = held.get(symbol);
  const official = isOfficial(sources) ? bar.day : (before?.officialDay ?? Number.NEGATIVE_INFINITY);
  const quoted = new Set([...(before?.quotedDays ?? []), ...(isOfficial(sources) ? [] : [bar.day])]);
  universe.updateLastBar(symbol, bar);
  held.set(symbol, {
    sources: (before?.sources ?? 0) | sources,
    officialDay: official,
    quotedDays: [...quoted].filter((day) => day > official),
    lastDay: bar.day,
    close: bar.close,
    carried: before?.carried.filter((day) => day !== bar.day) ?? [],
  });
}

/** Bars from the database, on a connection that is given back in one piece. */
export async function* storedBars(
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
