import { describe, expect, it } from 'vitest';
import type { ConditionOf } from '#contracts/alerts';
import { judgeAbsence, judgeBurnRate, judgeChange, judgeThreshold } from './judge.ts';

const above: ConditionOf<'threshold'> = {
  kind: 'threshold',
  metric: 'cpu_usage',
  comparison: 'above',
  threshold: 80,
  aggregate: 'worst',
  window_seconds: 60,
};
const verdict = ({ breached, cleared }: { breached: boolean; cleared: boolean }) =>
  breached ? 'breached' : cleared ? 'cleared' : 'between';

describe('judging', () => {
  it('a threshold with a tenth of hysteresis, or as told, on either side', () => {
    const verdicts = (condition: typeof above, values: number[]) =>
      values.map((value) => verdict(judgeThreshold(condition, value)));
    expect(verdicts(above, [80.01, 80, 72.01, 72])).toEqual(['breached', 'between', 'between', 'cleared']);
    expect(verdicts({ ...above, clear_at: 79 }, [79.5, 79])).toEqual(['between', 'cleared']);
    const below = { ...above, comparison: 'below', threshold: -10 } as const;
    expect(verdicts(below, [-10.1, -10, -9.1, -9])).toEqual(['breached', 'between', 'between', 'cleared']);
    expect(verdict(judgeThreshold({ ...above, threshold: 0 }, 0))).toBe('cleared');
    expect(verdict(judgeThreshold(above, null))).toBe('between');
  });

  it('a change by its direction', () => {
    const of = (direction: 'rise' | 'fall' | 'either', change: number | null) =>
      verdict(judgeChange({ direction, percent: 10 }, 'AAPL', change));
    expect([of('rise', 10.5), of('rise', -50), of('fall', -10.5), of('fall', 50)]).toEqual([
      'breached',
      'cleared',
      'breached',
      'cleared',
    ]);
    expect([of('either', -10.5), of('either', 9.5), of('either', 9), of('either', null)]).toEqual([
      'breached',
      'between',
      'cleared',
      'between',
    ]);
    expect(judgeChange({ direction: 'fall', percent: 10 }, 'AAPL', -12.3456).message).toBe(
      'AAPL fell by 12.35 %.',
    );
  });

  it('silence, also of what was never heard', () => {
    const absence = { kind: 'absence', metric: 'heartbeat', after_seconds: 30 } as const;
    expect([31, 30, null].map((seconds) => verdict(judgeAbsence(absence, seconds)))).toEqual([
      'breached',
      'cleared',
      'breached',
    ]);
  });

  describe('the burn rate', () => {
    const rule: ConditionOf<'burn_rate'> = {
      kind: 'burn_rate',
      objective: 'availability',
      target_percent: 99.9,
      factor: 14.4,
      long_minutes: 60,
      short_minutes: 5,
    };

    it('of both windows', () => {
      const bad = { all: 1_000, good: 980 };
      const good = { all: 1_000, good: 1_000 };
      expect(judgeBurnRate(rule, bad, bad)).toMatchObject({ breached: true, value: expect.closeTo(20, 9) });
      expect(verdict(judgeBurnRate(rule, bad, good))).toBe('cleared');
      expect(verdict(judgeBurnRate(rule, { all: 0, good: 0 }, bad))).toBe('cleared');
    });

    it('needs ten bad answers, or as many as told, in the short window', () => {
      const of = (all: number, bad: number, more: object = {}) => {
        const served = { all, good: all - bad };
        return verdict(judgeBurnRate({ ...rule, ...more }, served, served));
      };
      expect([of(2, 1), of(9, 9), of(100, 9)]).toEqual(['between', 'between', 'between']);
      expect([of(10, 10), of(100, 10)]).toEqual(['breached', 'breached']);
      expect(of(2, 1, { min_bad_answers: 1 })).toBe('breached');
      expect(of(100, 50, { min_bad_answers: 51 })).toBe('between');
      expect([of(0, 0), of(100_000, 50)]).toEqual(['cleared', 'cleared']);
    });

    it('says where there are too few', () => {
      const few = { all: 2, good: 1 };
      expect(judgeBurnRate(rule, { all: 500, good: 400 }, few).message).toBe(
        '1 of 2 API answers of the last 5 minutes failed, fewer than the 10 it takes to fire.',
      );
    });
  });
});
