import type { FunnelUsersAnswer, FunnelUsersOrder } from '#contracts/funnel-users';
import { readUserNames } from './behavior-store.ts';
import { countFunnel } from './funnel-steps.ts';
import { addFunnelEvents } from './funnel-store.ts';
import { openFunnel, refused } from './opened-funnel.ts';
import type { BehaviorDeps } from './opened-period.ts';

const LISTED = 100;

/** Who came to a step, or no further. Throws `invalid-fields`, also for a step that the funnel does not have. */
export async function listFunnelUsers(
  deps: BehaviorDeps,
  { step, outcome, limit = LISTED, after = '0', ...asked }: FunnelUsersOrder,
): Promise<Pick<FunnelUsersAnswer, 'users' | 'count' | 'next' | 'period' | 'meta'>> {
  checkStep(step, outcome, asked.steps.length);
  const { rules, steps, period, meta } = await openFunnel(deps, asked);
  const found: { readonly key: number; readonly ms: number }[] = [];
  const count = countFunnel(rules, (key, shortest) => {
    const ms = shortest[step - 1] as number;
    const cameOn = (shortest[step] ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY;
    if (ms < Number.POSITIVE_INFINITY && !(outcome === 'dropped_off' && cameOn)) found.push({ key, ms });
  });
  await addFunnelEvents(deps.pool, period, { steps, all: rules.order === 'strict', count });
  const later = found.filter(({ key }) => key > Number(after)).sort((a, b) => a.key - b.key);
  const listed = later.slice(0, limit);
  const names = await readUserNames(
    deps.pool,
    listed.map(({ key }) => key),
  );
  return {
    // Who was erased just now has no name any more.
    users: listed.flatMap(({ key, ms }) => {
      const name = names.get(key);
      return name === undefined ? [] : [{ user_id: name, seconds: ms / 1_000 }];
    }),
    count: found.length,
    next: later.length > limit ? String(listed.at(-1)?.key) : null,
    period: period.wire,
    meta,
  };
}

function checkStep(step: number, outcome: FunnelUsersOrder['outcome'], steps: number): void {
  if (step > steps) throw refused('/step', `is none of the ${steps} steps; give one of them`);
  if (outcome === 'dropped_off' && step === steps)
    throw refused('/step', 'is the last one, after which nobody can drop off; give an earlier step');
}
