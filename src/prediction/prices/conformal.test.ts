import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveConformal, ScoreWindow } from './conformal.ts';

describe('the window of scores', () => {
  it('has the quantiles of its last scores', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 20, maxLength: 80 }), (scores) => {
        const window = new ScoreWindow(20);
        for (const score of scores) window.add(score);
        const last = scores.slice(-20).sort((a, b) => a - b);
        expect(window.quantile(0)).toBe(last[0]);
        expect(window.quantile(1)).toBe(last[19]);
        // Rank 0.5 · 21 = 10.5: between the tenth and the eleventh.
        expect(window.quantile(0.5)).toBeCloseTo((last[9]! + last[10]!) / 2, 12);
      }),
    );
  });
});

describe('adaptive conformal intervals', () => {
  it('widens while it misses and narrows while it does not', () => {
    const conformal = new AdaptiveConformal([0.9], 100, 0.02);
    for (let i = 0; i < 100; i++) conformal.learn((i % 10) / 10, conformal.halfWidths());
    const before = conformal.halfWidths()[0]!;
    for (let i = 0; i < 3; i++) conformal.learn(5, [before]);
    expect(conformal.halfWidths()[0]).toBeGreaterThan(before);
    for (let i = 0; i < 300; i++) conformal.learn(0.1, conformal.halfWidths());
    expect(conformal.halfWidths()[0]).toBeLessThan(before);
  });
});
