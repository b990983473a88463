import { changePercent } from './adjustment.ts';
import type { SegmentState } from './market-segment.ts';
import { barOn, baseShares } from './symbol-history.ts';
import type { Mover } from './universe-types.ts';

/** One symbol in one session, for symbols with a bar in that session and in the one before. */
export interface SymbolSession {
  readonly symbol: string;
  readonly name: string | null;
  readonly sector: string | null;
  readonly price: number;
  readonly volume: number;
  readonly changePercent: number;
  /** Market cap at the close of the session before, USD; NaN where unknown. */
  readonly weight: number;
}

/** By symbol ascending. */
export function symbolSessions({ members, totals }: SegmentState, session: number): SymbolSession[] {
  const day = totals.sessions[session]!;
  const dayBefore = totals.sessions[session - 1];
  return members.flatMap(({ instrument, history }) => {
    const i = barOn(history, day);
    if (i < 1 || history.bars.days[i - 1] !== dayBefore) return [];
    const { symbol, name, sector } = instrument;
    const { bars, factors } = history;
    return [
      {
        symbol,
        name,
        sector,
        price: bars.close[i]!,
        volume: bars.volume[i]!,
        changePercent: changePercent(bars, i),
        weight: bars.close[i - 1]! * baseShares(history, instrument) * factors[i - 1]!,
      },
    ];
  });
}

/** The `limit` rows with the highest key; the sort is stable, so ties stay by symbol. */
export function ranked(
  rows: readonly SymbolSession[],
  key: (row: SymbolSession) => number,
  limit: number,
): Mover[] {
  return rows
    .toSorted((a, b) => key(b) - key(a))
    .slice(0, limit)
    .map(({ symbol, name, price, changePercent, volume }) => ({
      symbol,
      name,
      price,
      changePercent,
      volume,
    }));
}
