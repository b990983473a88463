import type { Universe } from '#market';
import type { PricePanel } from './estimate/panel.ts';

const DAY_MS = 86_400_000;

/** The last trade known of a symbol. */
export interface LastPrice {
  readonly price: number;
  readonly asOf: string;
}

/** The last close as traded; `undefined` where the market knows none. */
export function lastPrice(universe: Universe, symbol: string): LastPrice | undefined {
  const answer = universe.bars(symbol, 'raw');
  if (answer.kind !== 'bars') return undefined;
  const { close, days } = answer.bars;
  const price = close.at(-1);
  const day = days.at(-1);
  return price === undefined || day === undefined || !(price > 0) ? undefined : { price, asOf: dateOf(day) };
}

/**
 * Closes of some symbols, adjusted for splits and dividends, over the last `sessions` days on which any of them traded.
 * Symbols without bars have a column of gaps.
 */
export function pricePanel(universe: Universe, symbols: readonly string[], sessions: number): PricePanel {
  const histories = symbols.map((symbol) => {
    const answer = universe.bars(symbol, 'all');
    return answer.kind === 'bars' ? answer.bars : undefined;
  });
  // The last days of all are among the last days of each.
  const tails = histories.map((bars) => bars?.days.subarray(-sessions - 1) ?? new Int32Array(0));
  const days = unionOf(tails).slice(-sessions - 1);
  const origin = days[0] ?? 0;
  const rows = new Int32Array((days.at(-1) ?? 0) - origin + 1).fill(-1);
  for (const [t, day] of days.entries()) rows[day - origin] = t;
  const columns = histories.map((bars, j) => {
    const column = new Float64Array(days.length).fill(Number.NaN);
    const tail = tails[j] ?? new Int32Array(0);
    const close = bars?.close.subarray(-tail.length) ?? new Float64Array(0);
    for (let k = 0; k < tail.length; k++) {
      const t = rows[(tail[k] ?? 0) - origin] ?? -1;
      const price = close[k] ?? 0;
      if (t >= 0 && price > 0) column[t] = price;
    }
    return column;
  });
  return { symbols, days: days.map(dateOf), columns };
}

/** Days that are in any of the lists, ascending. */
function unionOf(lists: readonly Int32Array[]): number[] {
  const ends = lists.filter(({ length }) => length > 0);
  const first = ends.reduce((least, days) => Math.min(least, days[0] ?? least), Number.POSITIVE_INFINITY);
  const last = ends.reduce((most, days) => Math.max(most, days.at(-1) ?? most), Number.NEGATIVE_INFINITY);
  if (last < first) return [];
  const present = new Uint8Array(last - first + 1);
  for (const days of ends) for (const day of days) present[day - first] = 1;
  const days: number[] = [];
  for (let k = 0; k < present.length; k++) if (present[k] === 1) days.push(first + k);
  return days;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
