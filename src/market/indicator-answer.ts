import type { Pool } from 'pg';
import type * as Wire from '#contracts/indicators';
import type { Clock } from '#platform';
import { componentsAnswer } from './answers.ts';
import { type Day, dateOf, dayOf, lastOnOrBefore } from './bars.ts';
import { noIntradayData, noMarketData } from './errors.ts';
import { type HourlyPoint, readHourly } from './hourly-store.ts';
import { INDICATORS, type IndicatorKind } from './indicators/catalogue.ts';
import { type IndicatorChoice, readChoices, STANDARD_CHOICE } from './indicators/choice.ts';
import { readLatest } from './indicators/reading.ts';
import type { LiveUniverse } from './live-universe.ts';
import { dayOfQuery, envelope } from './market-answers.ts';
import { periodBars, type TimedBars } from './period-bars.ts';
import { sessionDayOf } from './session-date.ts';
import { lastTraded, symbolMeta } from './symbol-answers.ts';
import type { AdjustedBars, Universe } from './universe-types.ts';

interface Deps {
  readonly live: LiveUniverse;
  readonly clock: Clock;
  readonly pool: Pool;
}

/** Hours read for indicators: a month of trading around the clock. */
const HOURS = 5_000;

/**
 * Answer to GET /analytics/market/indicators/{symbol}: computed on all bars known by `as_of`, split-adjusted, then cut
 * to the bars asked for. Throws `invalid-fields`, `unknown-symbol` and `no-market-data`.
 */
export async function answerIndicators(
  deps: Deps,
  symbol: string,
  query: Wire.IndicatorsQuery,
): Promise<Wire.IndicatorsAnswer> {
  const choices = readChoices(query.indicators ?? STANDARD_CHOICE);
  const universe = await deps.live.ready();
  const asOf = dayOfQuery(query.as_of);
  const outcome = universe.bars(symbol, 'splits', asOf);
  if (outcome.kind === 'no-market-data') throw noMarketData(universe, outcome, symbol);
  const traded = withoutCarried(deps.live, outcome.bars);
  const bars = await barsOf(deps, query.timeframe, traded, asOf);
  const { start, end, truncated } = rangeOf(bars.labels, query);
  return {
    ...envelope(deps.clock),
    symbol,
    name: universe.instrument(symbol)?.name ?? null,
    timeframe: query.timeframe,
    adjustment: 'splits',
    dates: bars.labels.slice(start, end),
    close: Array.from(bars.close.subarray(start, end)),
    indicators: choices.map((choice) => indicatorOf(choice, bars, start, end)),
    trend: trendOf(universe, symbol, asOf),
    truncated,
    meta: symbolMeta(deps, universe, symbol, lastTraded(deps.live, symbol, traded.days), asOf),
  };
}

/** Without the days at the end on which the symbol only stands at its last close. */
function withoutCarried(live: LiveUniverse, bars: AdjustedBars): AdjustedBars {
  let length = bars.days.length;
  while (length > 1 && live.isCarried(bars.symbol, bars.days[length - 1] ?? 0)) length -= 1;
  if (length === bars.days.length) return bars;
  const cut = (column: Float64Array) => column.subarray(0, length);
  return {
    symbol: bars.symbol,
    days: bars.days.subarray(0, length),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
  };
}

/** The VWAP of daily and longer bars starts anew with the year, that of hours with the session. */
async function barsOf(
  { pool }: Deps,
  timeframe: Wire.IndicatorsQuery['timeframe'],
  daily: AdjustedBars,
  asOf: Day | undefined,
): Promise<TimedBars> {
  if (timeframe === '1h') {
    const hours = await readHourly(pool, daily.symbol, asOf, HOURS);
    if (hours.length === 0) throw noIntradayData(daily.symbol);
    return hourlyBars(hours);
  }
  const bars = periodBars(daily, timeframe);
  const labels = Array.from(bars.days, dateOf);
  return { ...bars, labels, sessions: labels.map((label) => Number(label.slice(0, 4))) };
}

function hourlyBars(hours: readonly HourlyPoint[]): TimedBars {
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume') =>
    Float64Array.from(hours, (hour) => hour[name]);
  return {
    labels: hours.map(({ date }) => date),
    sessions: hours.map(({ date }) => sessionDayOf(Date.parse(date))),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}

function rangeOf(labels: readonly string[], query: Wire.IndicatorsQuery) {
  const days = Int32Array.from(labels, (label) => dayOf(label.slice(0, 10)));
  const end = lastOnOrBefore(days, dayOfQuery(query.end_date) ?? Number.POSITIVE_INFINITY) + 1;
  const first = query.start_date === undefined ? 0 : lastOnOrBefore(days, dayOf(query.start_date) - 1) + 1;
  const start = Math.max(first, end - query.limit);
  return { start, end, truncated: start > first };
}

function indicatorOf(
  { id, name, parameters }: IndicatorChoice,
  bars: TimedBars,
  start: number,
  end: number,
): Wire.Indicator {
  const kind: IndicatorKind = INDICATORS[name];
  const outputs = Object.entries(kind.compute(bars, parameters));
  const at = (index: number) =>
    Object.fromEntries(outputs.map(([output, column]) => [output, column[index] ?? Number.NaN]));
  const now = at(end - 1);
  const reading =
    end === 0
      ? undefined
      : readLatest(name, { close: bars.close[end - 1] ?? Number.NaN, now, before: at(end - 2) });
  return {
    id,
    name,
    title: kind.title,
    parameters: Object.fromEntries(kind.parameters.map((it, place) => [it.name, parameters[place] ?? 0])),
    overlay: kind.overlay,
    series: Object.fromEntries(
      outputs.map(([output, column]) => [output, Array.from(column.subarray(start, end), finiteOrNull)]),
    ),
    latest: Object.fromEntries(Object.entries(now).map(([output, value]) => [output, finiteOrNull(value)])),
    reading: reading ?? null,
    reason: reasonOf(kind.warmUp(parameters), end, Object.values(now)),
  };
}

function reasonOf(needed: number, bars: number, values: readonly number[]): string | null {
  if (values.every(Number.isFinite)) return null;
  if (bars === 0) return 'There are no bars in this range.';
  return bars < needed
    ? `It needs ${needed} bars; there are ${bars} up to here.`
    : 'Nothing was traded in its bars, or the price has not moved.';
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function trendOf(universe: Universe, symbol: string, asOf: Day | undefined): Wire.IndicatorsAnswer['trend'] {
  const outcome = universe.trends(symbol, '1d', asOf, 1);
  if (outcome.kind === 'no-market-data') return { state: 'neutral', score: null, components: {} };
  const { trend, score, components } = outcome.trends;
  return { state: trend, score, components: componentsAnswer(components) };
}
