import type { ConditionOf } from '#contracts/alerts';
import { type AlertState, advance } from '../src/analytics/alerts/alert-state.ts';
import { judgeThreshold } from '../src/analytics/alerts/judge.ts';

/** Values a second apart that lean on the one before (half of it), normal around a level; `spread` in percent of it. */
export function noisySeries(count: number, level: number, spread: number): number[] {
  let state = 42;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  let deviation = 0;
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    deviation = 0.5 * deviation + Math.sqrt(0.75) * normal;
    return level * (1 + (spread / 100) * deviation);
  });
}

/** How often a rule "above 100" fires on a series of a value a second. */
export function firings(
  series: readonly number[],
  more: Partial<ConditionOf<'threshold'>>,
  clearSeconds: number,
): number {
  const condition: ConditionOf<'threshold'> = {
    kind: 'threshold',
    metric: 'noise',
    comparison: 'above',
    threshold: 100,
    aggregate: 'worst',
    window_seconds: 1,
    ...more,
  };
  let state: AlertState = { status: 'ok' };
  let count = 0;
  for (const [second, value] of series.entries()) {
    const judgement = { ...judgeThreshold(condition, value), atMs: second * 1_000 };
    const step = advance(state, judgement, { forMs: 0, clearMs: clearSeconds * 1_000 });
    if (step.transition === 'fired') count += 1;
    state = step.state;
  }
  return count;
}
