import { ALARM_SCORE, createAlarm, scoreOf } from './alarm.ts';
import { AnomalyInputError } from './anomaly-input-error.ts';
import { createArena, STATE_BYTES } from './arena.ts';
import { createExtremes, type Novelty } from './extremes.ts';
import { createSignals } from './signals.ts';
import { dependenceOf, type Family, STATISTICS, sidesOf, WINDOWS } from './statistics.ts';

/** What a deviation within the earlier ranges may add, so that ordinary points have an order too. */
const ORDINARY_SURPRISE = 0.5;
/** Beyond this the squares of values would overflow. */
const LARGEST_VALUE = 1e100;

const FAMILIES = ['point', 'level', 'spread', 'slope'] as const satisfies readonly Family[];
const FAMILY_OF = STATISTICS.map(({ family }) => FAMILIES.indexOf(family as (typeof FAMILIES)[number]));
const SHAPES = STATISTICS.filter(({ family }) => family === 'shape').length;

/** What the detector thinks of the latest point. */
export interface Judgement {
  /** 0 to 1; from ALARM_SCORE on an anomaly. Held below it while the detector rests after an alarm. */
  score: number;
  /** 0 to 1, the same without rest and habituation: how strange the point is by itself. */
  strangeness: number;
  /** What `strangeness` is made of: surprise in nats. */
  nats: number;
  isAlarm: boolean;
  /** Index in STATISTICS of the one that adds most to the score; −1 where none does. */
  leading: number;
  /** How far the leading statistic lies out of its earlier range. */
  readonly novelty: Novelty;
  /** The leading statistic's value. */
  statistic: number;
  /** Nats that each statistic was surprised by, in the order of STATISTICS. */
  readonly surprises: Float64Array;
}

export interface Detector {
  /**
   * Judges a point by those before it, then learns it. The answer is overwritten by the next call.
   * @throws AnomalyInputError for a time or value that is not finite
   */
  next(timeSeconds: number, value: number): Judgement;
  /** What a person said of an alarm: expected deviations of the same kind must be larger to alarm again. */
  learnFeedback(statistics: readonly number[], isExpected: boolean): void;
  readonly count: number;
  /** Everything it remembers, STATE_BYTES long. */
  save(): Uint8Array;
}

/**
 * A streaming detector of constant memory. Eighteen statistics of the series – value, residual and time-of-day
 * residual at three scales, spread, slope, shape – are each compared with their own earlier extremes; the surprise of a
 * point is the sum over families of the largest surprise in each.
 * @param saved of `save`, to continue where that detector stood
 * @param windows other than the shipped ones only where they are compared
 */
export function createDetector(saved?: Uint8Array, windows = WINDOWS): Detector {
  const arena = createArena();
  const signals = createSignals(arena, windows);
  const extremes = STATISTICS.map((it) => createExtremes(arena, sidesOf(it), dependenceOf(it, windows)));
  const alarm = createAlarm(arena);
  const unrest = arena.numbers(1);
  const tolerance = arena.counts(STATISTICS.length);
  if (saved !== undefined) restore(arena.bytes, saved);

  const judgement = blankJudgement();
  const largest = new Float64Array(FAMILIES.length);

  function surprise(values: Float64Array): number {
    largest.fill(0);
    judgement.leading = -1;
    let shapes = 0;
    let leading = 0;
    for (let i = 0; i < extremes.length; i++) {
      const novelty = extremes[i]!.judge(values[i]!);
      const nats = novelty.surprise / (1 + tolerance[i]!);
      const family = FAMILY_OF[i]!;
      // Shapes are averaged: none of them is sure enough to count as much as the best of a family.
      const share = family < 0 ? nats / SHAPES : nats;
      judgement.surprises[i] = nats;
      if (family < 0) shapes += share;
      else if (nats > largest[family]!) largest[family] = nats;
      if (share <= leading) continue;
      leading = share;
      judgement.leading = i;
      judgement.statistic = values[i]!;
      Object.assign(judgement.novelty, novelty);
    }
    return largest.reduce((sum, nats) => sum + nats, shapes);
  }

  /** How large the residual is beside the usual one, below 1; it orders the points nothing else finds strange. */
  function ordinary(residual: number): number {
    const size = Math.abs(residual);
    const usual = unrest[0]!;
    unrest[0] = usual + (size - usual) / Math.min(1_000, signals.count);
    return size === 0 ? 0 : size / (size + 3 * usual);
  }

  return {
    next(timeSeconds, value) {
      if (!Number.isFinite(value)) throw new AnomalyInputError('value', value);
      if (!Number.isFinite(timeSeconds)) throw new AnomalyInputError('time', timeSeconds);
      const clamped = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, value));
      const values = signals.next(timeSeconds, clamped);
      const nats = surprise(values);
      const whole = nats + ORDINARY_SURPRISE * ordinary(values[1]!);
      judgement.nats = whole;
      judgement.strangeness = scoreOf(whole);
      judgement.score = alarm.judge(whole, signals.count);
      judgement.isAlarm = judgement.score >= ALARM_SCORE;
      return judgement;
    },
    learnFeedback(statistics, isExpected) {
      for (const i of statistics) {
        if (i in tolerance) tolerance[i] = Math.max(0, tolerance[i]! + (isExpected ? 1 : -1));
      }
      if (!isExpected) alarm.reset();
    },
    get count() {
      return signals.count;
    },
    save: () => arena.bytes.slice(),
  };
}

function blankJudgement(): Judgement {
  return {
    score: 0,
    strangeness: 0,
    nats: 0,
    isAlarm: false,
    leading: -1,
    statistic: 0,
    novelty: { surprise: 0, isHigh: true, rank: 0, lowest: 0, highest: 0, seen: 0 },
    surprises: new Float64Array(STATISTICS.length),
  };
}

function restore(bytes: Uint8Array, saved: Uint8Array): void {
  if (saved.length !== STATE_BYTES)
    throw new RangeError(`A detector's state has ${STATE_BYTES} bytes, not ${saved.length}.`);
  bytes.set(saved);
}
