import {
  type AdjustedBars,
  dateOf,
  periodBars,
  standardSeries,
  type Timeframe,
  type Universe,
} from '#market';
import { returnsOf } from './market-measures.ts';

/** One symbol as of a day, with what its facts are made of. Prices are split-adjusted. */
export interface MarketSubject {
  readonly symbol: string;
  readonly name: string | null;
  readonly sector: string | null;
  readonly timeframe: Timeframe;
  readonly universe: Universe;
  readonly asOfDay: number | undefined;
  readonly daily: AdjustedBars;
  readonly bars: AdjustedBars;
  readonly series: Readonly<Record<string, Float64Array>>;
  readonly returns: Float64Array;
  /** Whether the last bar's session may still go on. */
  readonly underWay: boolean;
  /** Date of the last bar. */
  readonly asOf: string;
}

/** Undefined where the market has no bar with a price of the symbol by that day. Sessions after `completedDay` go on. */
export function marketSubject(
  universe: Universe,
  symbol: string,
  timeframe: Timeframe,
  {
    asOfDay,
    completedDay = Number.POSITIVE_INFINITY,
  }: { readonly asOfDay?: number | undefined; readonly completedDay?: number } = {},
): MarketSubject | undefined {
  const outcome = universe.bars(symbol, 'splits', asOfDay);
  if (outcome.kind !== 'bars') return undefined;
  const daily = priced(outcome.bars);
  const lastDay = daily.days.at(-1);
  if (lastDay === undefined) return undefined;
  const bars = periodBars(daily, timeframe);
  const instrument = universe.instrument(symbol);
  return {
    symbol,
    name: instrument?.name ?? null,
    sector: instrument?.sector ?? null,
    timeframe,
    universe,
    asOfDay,
    daily,
    bars,
    series: standardSeries(bars),
    returns: returnsOf(daily.close),
    underWay: lastDay > completedDay,
    asOf: dateOf(lastDay),
  };
}

/** Without the bars whose price is no price. */
function priced(bars: AdjustedBars): AdjustedBars {
  const keep = Array.from(bars.days.keys()).filter((i) => isPriced(bars, i));
  if (keep.length === bars.days.length) return bars;
  const pick = (column: Float64Array) => Float64Array.from(keep, (i) => column[i] ?? Number.NaN);
  return {
    symbol: bars.symbol,
    days: Int32Array.from(keep, (i) => bars.days[i] ?? 0),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
    volume: pick(bars.volume),
  };
}

function isPriced({ open, high, low, close }: AdjustedBars, i: number): boolean {
  return [open, high, low, close].every((column) => (column[i] ?? 0) > 0 && Number.isFinite(column[i]));
}
