import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type { FunnelFigures, FunnelOrderBody } from '#contracts/funnels';
import { breakDown, figuresOf, gatherTimes } from './funnel-figures.ts';
import { countFunnel } from './funnel-steps.ts';
import { addFunnelEvents } from './funnel-store.ts';
import { openFunnel } from './opened-funnel.ts';
import type { BehaviorDeps } from './opened-period.ts';

const GROUPS = 10;

/** Throws `invalid-fields` for steps without a condition and windows that do not fit the period. */
export async function readFunnel(
  deps: BehaviorDeps,
  { breakdown, ...asked }: FunnelOrderBody,
): Promise<{ funnel: FunnelFigures; period: Period; meta: AnalyticsMeta }> {
  const { rules, steps, names, period, meta } = await openFunnel(deps, asked, breakdown?.by);
  const times = gatherTimes(rules.steps);
  const groups = await addFunnelEvents(deps.pool, period, {
    steps,
    all: rules.order === 'strict',
    breakdown: breakdown?.by,
    count: countFunnel(rules, times.visit),
  });
  return {
    funnel: {
      order: rules.order,
      window_seconds: rules.windowMs / 1_000,
      ...figuresOf(names, [...times.groups.values()]),
      ...(breakdown === undefined
        ? {}
        : {
            breakdown: { by: breakdown.by, ...breakDown(names, times, groups, breakdown.limit ?? GROUPS) },
          }),
    },
    period: period.wire,
    meta,
  };
}
