import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSp500, sp500Present } from '../../test/support/sp500.ts';
import { dayOf } from './bars.ts';
import { createUniverse } from './universe.ts';
import type { Mover, Overview, SectorPerformance, Universe } from './universe-types.ts';

const EXPECTED = '../shared/data/market/overview_expected.json';
if (!sp500Present) console.warn(`SKIPPED: expected overviews, ${EXPECTED} is not here`);

type Json = null | number | string | Json[] | { [key: string]: Json };
type ExpectedOverview = { [key: string]: Json; date: string };

function expectedOverviews(): ExpectedOverview[] {
  return (JSON.parse(readFileSync(EXPECTED, 'utf8')) as { overviews: ExpectedOverview[] }).overviews;
}

const mover = ({ symbol, price, changePercent, volume }: Mover) => ({
  symbol,
  price,
  change_percent: changePercent,
  volume,
});

const sector = (it: SectorPerformance) => ({
  members: it.members,
  change_percent_equal_weight: it.changePercentEqualWeight,
  change_percent_cap_weight: it.changePercentCapWeight,
  advancers: it.advancers,
  decliners: it.decliners,
  top: it.top,
  bottom: it.bottom,
});

/** The overview under the names of the expected file. */
function wire(it: Overview): Json {
  const sectors = Object.entries(it.sectorPerformance).map(([name, performance]) => [
    name,
    sector(performance),
  ]);
  return {
    date: it.date,
    previous_date: it.previousDate,
    symbols: it.symbols,
    total_market_cap: it.totalMarketCap,
    total_market_cap_members: it.totalMarketCapMembers,
    advancers: it.advancers,
    decliners: it.decliners,
    unchanged: it.unchanged,
    up_volume: it.upVolume,
    down_volume: it.downVolume,
    new_52w_highs: it.new52wHighs,
    new_52w_lows: it.new52wLows,
    percent_above_sma50: it.percentAboveSma50,
    percent_above_sma200: it.percentAboveSma200,
    index_change_percent_cap_weight: it.indexChangePercentCapWeight,
    index_change_percent_equal_weight: it.indexChangePercentEqualWeight,
    realised_volatility_21d: it.realisedVolatility21d,
    realised_volatility_63d: it.realisedVolatility63d,
    top_gainers: it.topGainers.map(mover),
    top_losers: it.topLosers.map(mover),
    most_active_by_volume: it.mostActiveByVolume.map(mover),
    most_active_by_dollar_volume: it.mostActiveByDollarVolume.map(mover),
    sector_performance: Object.fromEntries(sectors) as Json,
    rsi14_distribution: it.rsi14Distribution,
    macd_signals: it.macdSignals,
    bollinger: it.bollinger,
    moving_averages: it.movingAverages,
  };
}

/** Paths at which two values differ; numbers may differ by 1e-9 relative, everything else not at all. */
function differences(got: Json | undefined, expected: Json, path = ''): string[] {
  if (typeof got === 'number' && typeof expected === 'number') {
    return Math.abs(got - expected) <= 1e-9 * Math.abs(expected) ? [] : [`${path}: ${got}, not ${expected}`];
  }
  if (typeof got !== 'object' || typeof expected !== 'object' || got === null || expected === null) {
    return got === expected ? [] : [`${path}: ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`];
  }
  const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
  const child = (value: Json, key: string) => (value as { [key: string]: Json })[key];
  return [...keys].flatMap((key) => {
    const wanted = child(expected, key);
    return wanted === undefined
      ? [`${path}/${key}: not expected`]
      : differences(child(got, key), wanted, `${path}/${key}`);
  });
}

describe.skipIf(!sp500Present)('overview of real sessions', () => {
  let universe: Universe;
  beforeAll(() => {
    const { instruments, bars } = loadSp500();
    universe = createUniverse(instruments, bars);
  });

  it.each(sp500Present ? expectedOverviews() : [])('$date', (expected) => {
    const outcome = universe.overview(dayOf(expected.date), { limit: 10, minDollarVolume: 0 });
    if (outcome.kind !== 'overview') throw new Error(outcome.reason);
    expect(differences(wire(outcome.overview), expected)).toEqual([]);
  });
});
