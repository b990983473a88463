import type { Arena } from './arena.ts';

const DAY_SECONDS = 86_400;
const BINS = 48;
/** How much of a difference one visit of a half-hour of the day teaches. */
const LEARNING = 0.25;
const STEP_LEARNING = 0.05;

/** The usual value at each half-hour of the UTC day. */
export interface DayProfile {
  /** What the value differs from the usual one at this time, NaN where the time was never seen; learns the value. */
  residual(timeSeconds: number, value: number): number;
}

export function createDayProfile(arena: Arena): DayProfile {
  const usual = arena.numbers(BINS);
  const known = arena.counts(BINS);
  const clock = arena.numbers(2);

  /** Seconds between points, smoothed: a visit of a bin of many points must not teach more than one of few. */
  function stepSeconds(timeSeconds: number): number {
    const step = timeSeconds - (clock[0] ?? 0);
    clock[0] = timeSeconds;
    if (clock[1] === 0) clock[1] = Number.isFinite(step) && step > 0 && step < DAY_SECONDS ? step : 0;
    else if (step > 0) clock[1]! += STEP_LEARNING * (Math.min(step, DAY_SECONDS) - clock[1]!);
    return clock[1] === 0 ? DAY_SECONDS / BINS : clock[1]!;
  }

  return {
    residual(timeSeconds, value) {
      const visits = Math.max(1, DAY_SECONDS / BINS / stepSeconds(timeSeconds));
      const ofDay = ((timeSeconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
      const bin = Math.min(BINS - 1, Math.floor((ofDay / DAY_SECONDS) * BINS));
      const isKnown = known[bin] === 1;
      const difference = isKnown ? value - usual[bin]! : Number.NaN;
      known[bin] = 1;
      usual[bin] = isKnown ? usual[bin]! + (LEARNING / visits) * difference : value;
      return difference;
    },
  };
}
