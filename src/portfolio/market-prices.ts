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
  const all = [...new Set(histories.flatMap((bars) => Array.from(bars?.days ?? [])))].sort((a, b) => a - b);
  const days = all.slice(-sessions - 1);
  const row = new Map(days.map((day, t) => [day, t]));
  const columns = histories.map((bars) => {
    const column = new Float64Array(days.length).fill(Number.NaN);
    for (const [k, day] of (bars?.days ?? []).entries()) {
      const t = row.get(day);
      const close = bars?.close[k] as number;
      if (t !== undefined && close > 0) column[t] = close;
    }
    return column;
  });
  return { symbols, days: days.map(dateOf), columns };
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
