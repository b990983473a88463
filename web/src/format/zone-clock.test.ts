import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createZoneClock } from './zone-clock.ts';

const ZONES = [
  'UTC',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
];

describe('the clock of a time zone', () => {
  it('shows what is on the walls, quarters of hours and midnight too', () => {
    expect(createZoneClock('Asia/Kathmandu').wall(Date.parse('2026-11-25T18:15:00Z'))).toBe(
      '2026-11-26T00:00',
    );
    expect(createZoneClock('America/St_Johns').moment('2026-11-25T14:05')).toBe(
      Date.parse('2026-11-25T17:35:00Z'),
    );
    expect(createZoneClock('UTC').moment('2026-11')).not.toBeNaN();
    expect(createZoneClock('UTC').moment('soon')).toBeNaN();
  });

  it('takes the first of a time that comes twice, and something near for one that never comes', () => {
    const berlin = createZoneClock('Europe/Berlin');
    expect(berlin.moment('2026-10-25T02:30')).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(
      Math.abs(berlin.moment('2026-03-29T02:30') - Date.parse('2026-03-29T01:00:00Z')),
    ).toBeLessThanOrEqual(3_600_000);
  });

  it('finds the moment again whose wall it shows', () => {
    const clocks = ZONES.map(createZoneClock);
    const minute = fc.integer({ min: 26_000_000, max: 33_000_000 }).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(fc.constantFrom(...clocks), minute, (clock, ms) => {
        expect(clock.wall(clock.moment(clock.wall(ms)))).toBe(clock.wall(ms));
      }),
    );
  });

  it('writes spans once where both ends are of a day', () => {
    const [from, to] = [Date.parse('2026-11-25T14:05:00Z'), Date.parse('2026-11-25T15:30:00Z')];
    const text = createZoneClock('UTC').text(from, to);
    expect(text.match(/2026/g)).toHaveLength(1);
    expect(text).toMatch(/:05.*:30/);
  });
});
