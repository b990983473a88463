import type { AlertCondition } from '#contracts/alerts';
import { DomainError } from '#platform';

/** The moments at which a rule is looked at again: `fromMs`, then every `stepMs` until `toMs`. */
export interface Steps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** So many show enough of a period; more are taken only where the window is too short for them. */
const WANTED = 20_000;
const MOST = 200_000;
const DAY_SECONDS = 86_400;

/** Steps divide the windows of a condition, so that each window holds whole steps and no value lies between two looks. */
export function stepsOf(condition: AlertCondition, hours: number, nowMs: number): Steps {
  const seconds = hours * 3_600;
  const step = stepSeconds(condition, seconds / WANTED);
  if (seconds / step > MOST)
    throw new DomainError('invalid-fields', 'That is too much to look at again.', {
      errors: [
        {
          pointer: '/hours',
          message: `must be at most ${Math.floor((step * MOST) / 3_600)}: this rule is looked at every ${step} s`,
        },
      ],
    });
  const stepMs = step * 1_000;
  return {
    fromMs: Math.floor((nowMs - seconds * 1_000) / stepMs) * stepMs,
    toMs: Math.ceil(nowMs / stepMs) * stepMs,
    stepMs,
  };
}

function stepSeconds(condition: AlertCondition, least: number): number {
  switch (condition.kind) {
    // Of past days only the closing prices are known.
    case 'market_change':
      return DAY_SECONDS;
    case 'threshold':
    case 'change':
      return leastDivisor(condition.window_seconds, least);
    case 'absence':
      return leastDivisor(condition.after_seconds, least);
    case 'burn_rate':
    case 'anomaly':
      return leastDivisor(60, least);
  }
}

function leastDivisor(whole: number, least: number): number {
  for (let divisor = Math.ceil(least); divisor < whole; divisor += 1)
    if (whole % divisor === 0) return divisor;
  return whole;
}
