import { createZoneClock, ownZone, type ZoneClock } from '../format/zone-clock.ts';

/** How moments stand on the axis of a page's charts. */
export interface TimeAxis {
  readonly clock: ZoneClock;
  readonly place: (ms: number) => number;
  /** A moment that stands there. */
  readonly moment: (place: number) => number;
}

/** An axis of moments, read by the reader's own clock. */
export function clockAxis(): TimeAxis {
  const same = (ms: number) => ms;
  return { clock: createZoneClock(ownZone()), place: same, moment: same };
}

/** An axis of days of a time zone, each at midnight UTC of its date. Noon stands for a day, now for today. */
export function dayAxis(zone: string): TimeAxis {
  const clock = createZoneClock(zone);
  const dateOf = (ms: number) => clock.wall(ms).slice(0, 10);
  return {
    clock,
    place: (ms) => Date.parse(dateOf(ms)),
    moment(place) {
      const date = new Date(place).toISOString().slice(0, 10);
      const nowMs = Date.now();
      return dateOf(nowMs) === date ? nowMs : clock.moment(`${date}T12:00`);
    },
  };
}
