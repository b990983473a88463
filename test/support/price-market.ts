import type { Universe } from '#market';
import { dateOf, dayOf } from '../../src/market/bars.ts';
import { createUniverse } from '../../src/market/universe.ts';
import { createNormal } from '../../src/prediction/prices/price-paths.test-data.ts';
import { barsOf, instrument } from './market.ts';

const LAST_DAY = dayOf('2026-11-24');
/** Two hours after Tuesday's close. */
export const EVENING = '2026-11-24T23:00:00Z';

function weekdaysUpTo(last: number, count: number): string[] {
  const days: string[] = [];
  for (let day = last; days.length < count; day--)
    if (![0, 6].includes(new Date(day * 86_400_000).getUTCDay())) days.unshift(dateOf(day));
  return days;
}

function walkOf(symbol: string, days: readonly string[], seed: number, sigma = 0.015) {
  const normal = createNormal(seed);
  let close = 100;
  return barsOf(
    symbol,
    days.map((date) => {
      const open = close;
      close *= Math.exp(sigma * normal());
      const high = Math.max(open, close) * (1 + 0.2 * sigma);
      return { date, open, high, low: Math.min(open, close) * (1 - 0.2 * sigma), close, volume: 1e6 };
    }),
  );
}

/** Random walks of 400 sessions, one that never moves, one too young, one no longer traded. */
export function madeMarket(simulated = false): Universe {
  const days = weekdaysUpTo(LAST_DAY, 400);
  const symbols = ['ALFA', 'BETA', 'PEGD', 'YUNG', 'GONE'];
  return createUniverse(
    symbols.map((symbol) => instrument(symbol, { simulated })),
    [
      walkOf('ALFA', days, 1),
      walkOf('BETA', days, 2),
      walkOf('PEGD', days, 3, 0),
      walkOf('YUNG', days.slice(-40), 4),
      walkOf('GONE', days.slice(0, -60), 5),
    ],
  );
}
