import { describe, expect, it } from 'vitest';
import { barsOf } from '../../test/support/market.ts';
import { dayOf } from './bars.ts';
import { carriedBar, carriedDays, openSessions, withCarried } from './open-sessions.ts';

const never = Number.NEGATIVE_INFINITY;

describe('sessions that nobody has imported yet', () => {
  it('are those with quotes after the last official one', () => {
    const market = [
      { officialDay: 10, quotedDays: [12] },
      { officialDay: 9, quotedDays: [10, 11, 12] },
      { officialDay: never, quotedDays: [14] },
    ];
    expect(openSessions(market)).toEqual({ base: 10, days: [11, 12, 14] });
    expect(openSessions([{ officialDay: 5, quotedDays: [] }])).toEqual({ base: 5, days: [] });
    expect(openSessions([])).toEqual({ base: never, days: [] });
  });

  it('let a symbol stand still from the session on in which it took part', () => {
    const open = { base: 10, days: [11, 12, 14] };
    expect(carriedDays({ officialDay: 10, quotedDays: [12] }, open)).toEqual([11, 14]);
    expect(carriedDays({ officialDay: 9, quotedDays: [10] }, open), 'a quote restated its last bar').toEqual([
      11, 12, 14,
    ]);
    expect(carriedDays({ officialDay: 8, quotedDays: [] }, open), 'it had ended before').toEqual([]);
    expect(carriedDays({ officialDay: never, quotedDays: [12] }, open), 'it began with a quote').toEqual([
      14,
    ]);
  });

  it('are flat at the close before, without volume', () => {
    const bars = barsOf('A', [
      { date: '2020-01-02', close: 10 },
      { date: '2020-01-06', close: 12, open: 11, volume: 7 },
    ]);
    const days = ['2020-01-03', '2020-01-07'].map(dayOf);
    const carried = withCarried(bars, days);
    expect([...carried.days]).toEqual(['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'].map(dayOf));
    expect([...carried.close]).toEqual([10, 10, 12, 12]);
    expect([...carried.open]).toEqual([10, 10, 11, 12]);
    expect([...carried.volume]).toEqual([100, 0, 7, 0]);
    expect([...carried.split]).toEqual([1, 1, 1, 1]);
    expect(carriedBar(days[0] as number, 10)).toMatchObject({
      open: 10,
      high: 10,
      low: 10,
      close: 10,
      volume: 0,
    });
  });
});
