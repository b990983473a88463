import { beforeAll, describe, expect, it } from 'vitest';
import { differences, type Json } from '../../test/support/differences.ts';
import { expectedOverviews, loadSp500, sp500Present } from '../../test/support/sp500.ts';
import { overviewAnswer } from './answers.ts';
import { dayOf } from './bars.ts';
import { createUniverse } from './universe.ts';
import type { Universe } from './universe-types.ts';

if (!sp500Present) console.warn('SKIPPED: overview of real sessions, ../shared/data/market is not here');

describe.skipIf(!sp500Present)('overview of real sessions', () => {
  let universe: Universe;
  beforeAll(() => {
    const { instruments, bars } = loadSp500();
    universe = createUniverse(instruments, bars);
  });

  it.each(expectedOverviews())('$date to the digit', (expected) => {
    const outcome = universe.overview(dayOf(expected.date), { limit: 10, minDollarVolume: 0 });
    if (outcome.kind !== 'overview') throw new Error(outcome.reason);
    expect(differences(overviewAnswer(outcome.overview) as unknown as Json, expected)).toEqual([]);
  });
});
