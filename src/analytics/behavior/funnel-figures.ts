import type { FunnelFigures, FunnelGroup } from '#contracts/funnels';
import { percent } from '../business/ratios.ts';
import type { FunnelVisitor } from './funnel-steps.ts';

/** For each step how long its users took to reach it, milliseconds from their first step; as many as the users. */
export type StepTimes = readonly (readonly number[])[];

export interface GatheredTimes {
  readonly visit: FunnelVisitor;
  /** By number of the group, those with users only. */
  readonly groups: ReadonlyMap<number, StepTimes>;
}

export function gatherTimes(steps: number): GatheredTimes {
  const groups = new Map<number, number[][]>();
  return {
    groups,
    visit(_, shortest, group) {
      let times = groups.get(group);
      if (times === undefined) groups.set(group, (times = Array.from({ length: steps }, () => [])));
      for (let step = 0; step < steps; step += 1) {
        const ms = shortest[step] as number;
        if (ms < Number.POSITIVE_INFINITY) times[step]?.push(ms);
      }
    },
  };
}

type Steps = Pick<FunnelFigures, 'steps' | 'conversion_rate'>;

/** The figures of all who are in one of these, for steps of these names. */
export function figuresOf(names: readonly string[], parts: readonly StepTimes[]): Steps {
  const times = names.map((_, step) => new Array<number>().concat(...parts.map((own) => own[step] ?? [])));
  const users = times.map(({ length }) => length);
  const [first = 0] = users;
  return {
    steps: names.map((name, place) => ({
      step: place + 1,
      name,
      users: users[place] ?? 0,
      rate: percent(users[place] ?? 0, first),
      step_rate: percent(users[place] ?? 0, users[Math.max(place - 1, 0)] ?? 0),
      median_seconds: medianSeconds(times[place] ?? []),
    })),
    conversion_rate: percent(users.at(-1) ?? 0, first),
  };
}

/** The largest groups, then those in none and the rest, where there are any. */
export function breakDown(
  names: readonly string[],
  { groups }: GatheredTimes,
  values: readonly string[],
  limit: number,
): Pick<NonNullable<FunnelFigures['breakdown']>, 'groups' | 'other_values'> {
  const usersOf = (times: StepTimes) => times[0]?.length ?? 0;
  const named: { readonly value: string; readonly times: StepTimes }[] = [];
  const none: StepTimes[] = [];
  for (const [number, times] of groups) {
    const value = values[number];
    if (value === undefined) none.push(times);
    else named.push({ value, times });
  }
  named.sort((a, b) => usersOf(b.times) - usersOf(a.times) || (a.value < b.value ? -1 : 1));
  const rest = named.slice(limit).map(({ times }) => times);
  const group = (
    kind: FunnelGroup['kind'],
    value: string | null,
    parts: readonly StepTimes[],
  ): FunnelGroup[] => (parts.length === 0 ? [] : [{ kind, value, ...figuresOf(names, parts) }]);
  return {
    groups: [
      ...named.slice(0, limit).flatMap(({ value, times }) => group('value', value, [times])),
      ...group('none', null, none),
      ...group('other', null, rest),
    ],
    other_values: rest.length,
  };
}

function medianSeconds(times: readonly number[]): number | null {
  if (times.length === 0) return null;
  const sorted = Float64Array.from(times).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return (sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2) / 1_000;
}
