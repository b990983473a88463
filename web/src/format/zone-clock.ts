import { LOCALE } from './locale.ts';

/** What the clocks on the walls of a time zone show. */
export interface ZoneClock {
  readonly zone: string;
  /** Date and time of a moment, `2026-11-25T14:05`. */
  readonly wall: (ms: number) => string;
  /** The moment at which the clocks show a date and time; `NaN` for what is none. Of two, the first. */
  readonly moment: (wall: string) => number;
  /** A moment, or a span, as people write it. */
  readonly text: (ms: number, toMs?: number) => string;
}

export function createZoneClock(zone: string): ZoneClock {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const words = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  // Sweden writes ISO 8601.
  const wall = (ms: number) => parts.format(ms).replace(' ', 'T');
  const ahead = (ms: number) => Date.parse(`${wall(ms)}Z`) - Math.floor(ms / 60_000) * 60_000;
  return {
    zone,
    wall,
    moment(text) {
      const asUtc = Date.parse(`${text}Z`);
      if (Number.isNaN(asUtc)) return asUtc;
      // The offset before the change of clocks where the time exists twice; either, where it does not exist.
      const early = asUtc - ahead(asUtc - 86_400_000);
      return wall(early) === text ? early : asUtc - ahead(asUtc + 86_400_000);
    },
    text: (ms, toMs) => (toMs === undefined ? words.format(ms) : words.formatRange(ms, toMs)),
  };
}

/** The zone this browser is in. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
