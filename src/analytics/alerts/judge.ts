import type { AlertCondition, ConditionOf } from '#contracts/alerts';
import type { Judgement } from './alert-state.ts';

/** What a rule saw: the figure it compares and how. `value` null where nothing is known. */
export interface Sighting extends Omit<Judgement, 'atMs'> {
  readonly value: number | null;
  readonly threshold: number;
  /** A sentence for people. */
  readonly message: string;
}

const UNKNOWN = { breached: false, cleared: false, value: null } as const;

/** Of the distance to the threshold, so that noise at the threshold changes nothing. */
const HYSTERESIS = 0.1;

/** Judges the aggregate of a window; null where the window is empty: then all stays as it is. */
export function judgeThreshold(condition: ConditionOf<'threshold'>, value: number | null): Sighting {
  const { metric, comparison, threshold, aggregate, window_seconds } = condition;
  const sign = comparison === 'above' ? 1 : -1;
  const clearAt = condition.clear_at ?? threshold - sign * HYSTERESIS * Math.abs(threshold);
  const what = `${aggregate === 'worst' ? '' : `${aggregate} of `}${metric} over ${window_seconds} s`;
  if (value === null) return { ...UNKNOWN, threshold, message: `${metric} has no values.` };
  const breached = sign * (value - threshold) > 0;
  return {
    value,
    threshold,
    breached,
    cleared: sign * (value - clearAt) <= 0 && !breached,
    message: `${what} is ${figure(value)}, ${breached ? '' : 'not '}${comparison} ${figure(threshold)}.`,
  };
}

/** Judges a change in percent; null where one of the two values is missing or the first is 0. */
export function judgeChange(
  { direction, percent }: Pick<ConditionOf<'change'>, 'direction' | 'percent'>,
  what: string,
  changePercent: number | null,
): Sighting {
  const threshold = direction === 'fall' ? -percent : percent;
  if (changePercent === null)
    return { ...UNKNOWN, threshold, message: `The change of ${what} is not known.` };
  const size =
    direction === 'rise' ? changePercent : direction === 'fall' ? -changePercent : Math.abs(changePercent);
  return {
    value: changePercent,
    threshold,
    breached: size > percent,
    cleared: size <= percent * (1 - HYSTERESIS),
    message: `${what} ${changePercent < 0 ? 'fell' : 'rose'} by ${figure(Math.abs(changePercent))} %.`,
  };
}

/** Judges how long a metric has been silent, in seconds. */
export function judgeAbsence(
  { metric, after_seconds: threshold }: ConditionOf<'absence'>,
  silentSeconds: number | null,
): Sighting {
  const never = silentSeconds === null;
  const breached = never || silentSeconds > threshold;
  return {
    value: silentSeconds,
    threshold,
    breached,
    cleared: !breached,
    message: never
      ? `${metric} is not recorded.`
      : `${metric} has been silent for ${figure(silentSeconds)} s.`,
  };
}

/** Good and all answers of a window. */
export interface Served {
  readonly all: number;
  readonly good: number;
}

/** Unless told: fewer say little of a share, and an outage of a service that few ask makes as many before long. */
const LEAST_BAD_ANSWERS = 10;

/**
 * Judges how many times faster than allowed the error budget is spent; both windows must agree. Too few bad answers in the
 * short one fire nothing, and end nothing that still looks bad.
 */
export function judgeBurnRate(condition: ConditionOf<'burn_rate'>, long: Served, short: Served): Sighting {
  const { objective, target_percent, factor, long_minutes, short_minutes } = condition;
  const rates = [long, short].map(({ all, good }) =>
    all === 0 ? 0 : (1 - good / all) / (1 - target_percent / 100),
  );
  const value = Math.min(...rates);
  const bad = objective === 'availability' ? 'failed' : 'took more than 200 ms';
  const least = condition.min_bad_answers ?? LEAST_BAD_ANSWERS;
  const isTooFast = value > factor;
  const areTooFew = short.all - short.good < least;
  return {
    value,
    threshold: factor,
    breached: isTooFast && !areTooFew,
    cleared: value <= factor * (1 - HYSTERESIS),
    message:
      isTooFast && areTooFew
        ? `${short.all - short.good} of ${short.all} API answers of the last ${short_minutes} minutes ${bad}, fewer than the ${least} it takes to fire.`
        : `${long.all - long.good} of ${long.all} API answers of the last ${long_minutes} minutes ${bad}: the error budget of ${target_percent} % is spent ${figure(value)} times too fast.`,
  };
}

/** The metric a rule reads; undefined where it reads none. */
export function metricOf(condition: AlertCondition): string | undefined {
  if (condition.kind === 'burn_rate') return 'api_requests';
  return 'metric' in condition ? condition.metric : undefined;
}

// Made once: a formatter of its own for each figure took most of the time of a look.
const FIGURE = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

function figure(value: number): string {
  return FIGURE.format(value);
}
