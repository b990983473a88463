import type { SimulatedBar, SimulatedSeries } from '#market';
import { coinReturns, marketReturns, sectorReturns } from './climate.ts';
import { LISTINGS, type Listing } from './companies.ts';
import { priceSeries, type SimulatedSession } from './price-series.ts';

const DAY_MS = 86_400_000;
const DAYS_SHOWN = Math.round(3 * 365.25);
/** The simulated world begins here, whenever it is looked at: 2019-12-30, a Monday. */
const FIRST_DAY = Date.UTC(2019, 11, 30) / DAY_MS;

/**
 * The simulated market up to `lastDay` (days since 1970): the last three years of a world that is the same whenever
 * it is made, so that a later day adds sessions and changes none.
 */
export function simulatedMarket(lastDay: number): SimulatedSeries[] {
  const days = Array.from({ length: lastDay - FIRST_DAY + 1 }, (_, index) => FIRST_DAY + index);
  const weekdays = days.filter((day) => (day - FIRST_DAY) % 7 < 5);
  const market = marketReturns(weekdays.length);
  const coins = coinReturns(days.length);
  return LISTINGS.map((listing) => {
    const { sector } = listing;
    const [calendar, returns] = sector === null ? [days, coins] : [weekdays, sectorReturns(sector, market)];
    const first = calendar.findIndex((day) => day >= lastDay - DAYS_SHOWN);
    return toSeries(listing, calendar.slice(first), priceSeries(listing, returns).slice(first));
  });
}

function toSeries(
  listing: Listing,
  days: readonly number[],
  sessions: readonly SimulatedSession[],
): SimulatedSeries {
  const { symbol, name, sector, assetClass } = listing;
  const shares = sessions[0]?.shares ?? null;
  const sharesAsOf = days[0] === undefined ? null : dateOf(days[0]);
  return {
    instrument: { symbol, name, sector, subIndustry: null, assetClass, shares, sharesAsOf },
    bars: withAdjustedCloses(sessions, days),
  };
}

/** Adjusted for splits and dividends, anchored on the last session. */
function withAdjustedCloses(sessions: readonly SimulatedSession[], days: readonly number[]): SimulatedBar[] {
  const bars: SimulatedBar[] = [];
  let factor = 1;
  for (let i = sessions.length - 1; i >= 0; i -= 1) {
    const { shares: _, ...session } = sessions[i] as SimulatedSession;
    bars.push({ ...session, day: days[i] as number, adjustedClose: session.close * factor });
    const before = sessions[i - 1]?.close ?? session.close;
    factor *= (1 - session.dividend / before) / session.split;
  }
  return bars.toReversed();
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
