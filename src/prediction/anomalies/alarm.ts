import type { Arena } from './arena.ts';
import { WINDOWS } from './statistics.ts';

/**
 * A score from which on a point is an anomaly; one for every series. Rest and habituation follow the alarms of this one, so
 * that another threshold on finished scores does worse.
 */
export const ALARM_SCORE = 0.5;

/** When surprise becomes an alarm. */
export interface AlarmRule {
  /** Nats of all families together that are worth an alarm. */
  readonly surprise: number;
  /**
   * After an alarm nothing alarms for this share of the points seen, but for `leastRest` to `mostRest` points: what
   * alarmed must have left the windows, for a spike is an edge once more where it leaves one.
   */
  readonly restShare: number;
  readonly leastRest: number;
  readonly mostRest: number;
  /** Rest ends early for a point that surprises by so many times what the last alarm did. */
  readonly escalation: number;
  /** Each alarm raises the bar by this share; the rise fades over `habituationPoints`. */
  readonly habituation: number;
  readonly habituationPoints: number;
}

/** Chosen on the dev half of NAB; docs/models/anomalies.md says how. */
export const ALARM_RULE: AlarmRule = {
  surprise: 18,
  restShare: 0.04,
  leastRest: 2 * WINDOWS.long + 1,
  mostRest: 150,
  escalation: 2,
  habituation: 0.15,
  habituationPoints: 1_000,
};

export interface Alarm {
  /** The score of a point of so many nats, the `points`-th of its series; from ALARM_SCORE on it is an alarm. */
  judge(nats: number, points: number): number;
  /** Forgets that there were alarms. */
  reset(): void;
}

export function createAlarm(arena: Arena, rule = ALARM_RULE): Alarm {
  /** Points seen at the last alarm, 0 before the first, how far it raised the bar, and its nats. */
  const last = arena.numbers(3);

  const restOf = (points: number): number =>
    Math.max(rule.leastRest, Math.min(rule.mostRest, rule.restShare * points));

  return {
    judge(nats, points) {
      const age = points - last[0]!;
      const isFirst = last[0] === 0;
      const raised = isFirst ? 0 : last[1]! * Math.exp(-age / rule.habituationPoints);
      if (!isFirst && age <= restOf(points) && nats < rule.escalation * last[2]!)
        return ALARM_SCORE * scoreOf(nats, rule);
      const score = scoreOf(nats / (1 + raised), rule);
      if (score >= ALARM_SCORE) {
        last[0] = points;
        last[1] = raised + rule.habituation;
        last[2] = nats;
      }
      return score;
    },
    reset() {
      last.fill(0);
    },
  };
}

/** Maps nats to 0…1, the rule's surprise to ALARM_SCORE. */
export function scoreOf(nats: number, rule = ALARM_RULE): number {
  return nats / (nats + rule.surprise);
}
