import type { Day, DayBar, SymbolBars } from './bars.ts';

/** What is stored of a symbol, as far as sessions made of quotes are concerned. */
export interface Trading {
  /** Its last session that was imported or simulated; -Infinity where none was. */
  readonly officialDay: Day;
  /** Its sessions after that one, all made of quotes, ascending. */
  readonly quotedDays: readonly Day[];
}

/**
 * The sessions of a market that nobody has imported yet: those after its last official one, made of quotes. They are
 * open: a symbol that takes part in them stands at its last close until it trades, as it does in any live index.
 */
export interface OpenSessions {
  /** The last official session; -Infinity where there is none. */
  readonly base: Day;
  readonly days: readonly Day[];
}

export function openSessions(market: Iterable<Trading>): OpenSessions {
  const symbols = [...market];
  const base = symbols.reduce(
    (last, { officialDay }) => Math.max(last, officialDay),
    Number.NEGATIVE_INFINITY,
  );
  const days = new Set(symbols.flatMap(({ quotedDays }) => quotedDays.filter((day) => day > base)));
  return { base, days: [...days].sort((a, b) => a - b) };
}

/** The open sessions in which a symbol takes part without a trade of its own, ascending. */
export function carriedDays(symbol: Trading, { base, days }: OpenSessions): Day[] {
  const quoted = new Set(symbol.quotedDays);
  const inBase = symbol.officialDay === base || quoted.has(base);
  const entered = inBase ? base : days.find((day) => quoted.has(day));
  return entered === undefined ? [] : days.filter((day) => day > entered && !quoted.has(day));
}

/** The bar of a session without a trade. */
export function carriedBar(day: Day, close: number): DayBar {
  return { day, open: close, high: close, low: close, close, volume: 0, split: 1, dividend: 0 };
}

/** The bars with those of the given sessions carried forward from the one before. */
export function withCarried(bars: SymbolBars, carried: readonly Day[]): SymbolBars {
  const days = Int32Array.from([...bars.days, ...carried]).sort();
  const places = placesOf(bars.days, days);
  const column = (values: Float64Array, whenCarried: Float64Array | number) =>
    Float64Array.from(places, ({ row, carried }) => {
      if (!carried) return values[row] as number;
      return typeof whenCarried === 'number' ? whenCarried : (whenCarried[row] as number);
    });
  return {
    symbol: bars.symbol,
    days,
    open: column(bars.open, bars.close),
    high: column(bars.high, bars.close),
    low: column(bars.low, bars.close),
    close: column(bars.close, bars.close),
    volume: column(bars.volume, 0),
    split: column(bars.split, 1),
    dividend: column(bars.dividend, 0),
  };
}

/** For each day the row of the bar on it, or of the last one before it. */
function placesOf(known: Int32Array, days: Int32Array): { row: number; carried: boolean }[] {
  let row = -1;
  return Array.from(days, (day) => {
    if (known[row + 1] === day) row += 1;
    return { row, carried: known[row] !== day };
  });
}
