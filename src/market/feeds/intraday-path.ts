import type { DayBar } from '../bars.ts';

/** A minute of a session: price and the volume traded since its start. */
export interface Minute {
  readonly price: number;
  readonly volume: number;
}

/** Shares of the path at which it turns; trading is heaviest at the start and the end. */
const TURNS = [0, 0.3, 0.65, 1] as const;
const WOBBLE = 0.12;

/**
 * A path that makes up this bar: it opens, touches the low and the high – the one nearer to the open first –, and
 * closes with the bar's volume, never leaving the bar's range. What happened inside the day is not known: this is an
 * invention with the right ends. `minutes` ≥ 4; the same bar always gives the same path.
 */
export function intradayPath(bar: DayBar, minutes: number): Minute[] {
  const { open, high, low, close } = bar;
  const corners = open - low <= high - open ? [open, low, high, close] : [open, high, low, close];
  const turns = TURNS.map((share) => Math.round(share * (minutes - 1)));
  return Array.from({ length: minutes }, (_, minute) => ({
    price: priceAt(minute, turns, corners, bar),
    volume: Math.round(bar.volume * tradedShare((minute + 1) / minutes)),
  }));
}

function priceAt(
  minute: number,
  turns: readonly number[],
  corners: readonly number[],
  { high, low }: DayBar,
): number {
  const leg = Math.max(
    1,
    turns.findIndex((turn) => turn >= minute),
  );
  const [from = 0, to = 1] = turns.slice(leg - 1, leg + 1);
  const [start = 0, end = 0] = corners.slice(leg - 1, leg + 1);
  const share = (minute - from) / (to - from);
  if (share === 0) return start;
  if (share === 1) return end;
  const wobble = WOBBLE * (high - low) * Math.sin(Math.PI * share) * Math.sin(minute * 1.7);
  return Math.min(high, Math.max(low, start + share * (end - start) + wobble));
}

/** Share of the day's volume traded in the first `share` of it, steepest at both ends. */
function tradedShare(share: number): number {
  if (share === 1) return 1;
  return share + 0.4 * (Math.sin(2 * Math.PI * share) / (2 * Math.PI));
}
