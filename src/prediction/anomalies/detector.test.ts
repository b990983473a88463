import { array, assert, constantFrom, double, integer, nat, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALARM_SCORE } from './alarm.ts';
import { AnomalyInputError } from './anomaly-input-error.ts';
import { STATE_BYTES } from './arena.ts';
import { createDetector, type Detector } from './detector.ts';
import { STATISTICS } from './statistics.ts';

const FIVE_MINUTES = 300;

/** Anything a JSON number can be, and streaks of ordinary ones. */
const anySeries = oneof(
  array(double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 400, size: 'max' }),
  array(integer({ min: -3, max: 3 }), { maxLength: 600, size: 'max' }),
  array(constantFrom(0, 1e-300, -1e308, 1e308, 5), { maxLength: 300, size: 'max' }),
);

function scores(series: readonly number[], detector = createDetector(), from = 0): number[] {
  return series.map((value, i) => detector.next((from + i) * FIVE_MINUTES, value).score);
}

/** A day of five-minute values with a little noise, repeated. */
function ordinary(length: number, from = 0): number[] {
  return Array.from({ length }, (_, k) => {
    const i = k + from;
    const noise = Math.sin(i * 12.9898) * 43758.5453;
    return 50 + 20 * Math.sin((2 * Math.PI * i) / 288) + 4 * (noise - Math.floor(noise));
  });
}

function alarms(series: readonly number[], detector: Detector = createDetector()): number[] {
  return scores(series, detector).flatMap((score, i) => (score >= ALARM_SCORE ? [i] : []));
}

describe('the detector', () => {
  it('gives a finite score from 0 to 1 for any finite input', () => {
    assert(
      property(anySeries, (series) => {
        for (const score of scores(series)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('never looks ahead: the scores of a prefix are the prefix of the scores', () => {
    assert(
      property(anySeries, nat(), (series, cut) => {
        const length = cut % (series.length + 1);
        expect(scores(series.slice(0, length))).toEqual(scores(series).slice(0, length));
      }),
    );
  });

  it('continues from a saved state as if it had never stopped', () => {
    assert(
      property(anySeries, nat(), (series, cut) => {
        const length = cut % (series.length + 1);
        const before = createDetector();
        scores(series.slice(0, length), before);
        const after = scores(series.slice(length), createDetector(before.save()), length);
        expect(after).toEqual(scores(series).slice(length));
      }),
    );
  });

  it('has a state of constant size', () => {
    const detector = createDetector();
    const fresh = detector.save().length;
    scores(ordinary(2_000), detector);
    expect([fresh, detector.save().length]).toEqual([STATE_BYTES, STATE_BYTES]);
  });

  it('refuses what is not a number, and learns nothing of it', () => {
    const detector = createDetector();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => detector.next(0, value)).toThrow(AnomalyInputError);
    expect(() => detector.next(Number.NaN, 1)).toThrow(AnomalyInputError);
    expect(detector.count).toBe(0);
  });

  it('finds nothing in a constant, nor in ordinary days', () => {
    expect(alarms(Array.from({ length: 2_000 }, () => 7))).toEqual([]);
    expect(alarms(ordinary(4_000)).length).toBeLessThanOrEqual(2);
  });

  it('finds a spike, a level that moves, a flat line and a value at the wrong time of day', () => {
    const at = 2_500;
    const changed = (change: (value: number, i: number) => number) =>
      ordinary(3_000).map((value, i) => (i >= at ? change(value, i) : value));
    const firstAlarm = (series: number[]) => alarms(series).find((i) => i >= at) ?? Number.NaN;
    expect(firstAlarm(changed((value, i) => (i < at + 3 ? value + 60 : value)))).toBe(at);
    expect(firstAlarm(changed((value) => value + 25))).toBeLessThan(at + 24);
    expect(firstAlarm(changed(() => 50))).toBeLessThan(at + 60);
    expect(firstAlarm(changed((_value, i) => ordinary(1, i + 144)[0] as number))).toBeLessThan(at + 24);
  });

  it('rests after an alarm', () => {
    const series = ordinary(3_000).map((value, i) =>
      i >= 2_500 && i % 2 === 0 ? value + 60 + i / 100 : value,
    );
    const found = alarms(series).filter((i) => i >= 2_500);
    expect(found[0]).toBe(2_500);
    expect(found.length).toBeLessThanOrEqual(5);
  });

  it('does not rest through something far worse', () => {
    const series = ordinary(3_000).map((value, i) =>
      i === 2_500 ? value + 25 : i === 2_510 ? value + 900 : value,
    );
    expect(alarms(series).filter((i) => i >= 2_500)).toEqual([2_500, 2_510]);
  });

  it('judges the shape, not the unit', () => {
    const series = ordinary(1_500).map((value, i) => (i === 1_200 ? 150 : value));
    expect(alarms(series.map((value) => value * 1_000))).toEqual(alarms(series));
  });

  it('names what surprised it, against the earlier range', () => {
    const detector = createDetector();
    scores(ordinary(2_000), detector);
    const { leading, novelty, statistic } = detector.next(2_000 * FIVE_MINUTES, 200);
    expect(STATISTICS[leading]?.family).toBe('point');
    expect(novelty).toMatchObject({ isHigh: true, rank: 0 });
    expect(statistic).toBeGreaterThan(novelty.highest);
  });

  it('asks for more where a person said that it was expected, and for less again where not', () => {
    const spiked = ordinary(2_400).map((value, i) => (i === 2_300 ? 120 : value));
    const learnt = (isExpected: boolean | undefined) => {
      const detector = createDetector();
      scores(spiked.slice(0, 2_300), detector);
      const all = STATISTICS.map((_, i) => i);
      if (isExpected !== undefined) detector.learnFeedback(all, true);
      if (isExpected === false) detector.learnFeedback(all, false);
      return detector.next(2_300 * FIVE_MINUTES, 120).score;
    };
    expect(learnt(true)).toBeLessThan(learnt(undefined));
    expect(learnt(false)).toBeGreaterThanOrEqual(learnt(undefined));
  });

  it('takes gaps, equal and backward times', () => {
    const detector = createDetector();
    for (const [i, value] of ordinary(500).entries()) {
      const { score } = detector.next([0, 0, 1e9, -5e8, 7][i % 5] as number, value);
      expect(Number.isFinite(score)).toBe(true);
    }
  });
});
