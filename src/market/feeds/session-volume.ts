import type { Day } from '../bars.ts';
import { sessionDayOf } from '../session-date.ts';

/** Adds the volumes of minutes up to the volume of the session so far. */
export interface SessionVolume {
  /** `minuteMs` is the start of the minute; telling it again counts what has grown. Returns the volume of the latest session. */
  add(symbol: string, minuteMs: number, volume: number): number;
}

interface Tally {
  session: Day;
  /** Of the minutes before the last one told. */
  before: number;
  minuteMs: number;
  minuteVolume: number;
}

export function createSessionVolume(): SessionVolume {
  const tallies = new Map<string, Tally>();
  return {
    add(symbol, minuteMs, volume) {
      const session = sessionDayOf(minuteMs);
      const tally = tallies.get(symbol);
      if (tally !== undefined && session < tally.session) return tally.before + tally.minuteVolume;
      if (tally?.session !== session) {
        tallies.set(symbol, { session, before: 0, minuteMs, minuteVolume: volume });
        return volume;
      }
      if (minuteMs > tally.minuteMs) {
        tally.before += tally.minuteVolume;
        tally.minuteMs = minuteMs;
        tally.minuteVolume = volume;
      } else if (minuteMs === tally.minuteMs) tally.minuteVolume = Math.max(tally.minuteVolume, volume);
      return tally.before + tally.minuteVolume;
    },
  };
}
