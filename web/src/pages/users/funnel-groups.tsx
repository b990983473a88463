import type { FunnelFigures, FunnelGroup } from '#contracts/funnels';
import { count, percent } from '../../format/numbers.ts';
import { inWords } from '../../ui/field.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

export type Breakdown = NonNullable<FunnelFigures['breakdown']>;

const NAME = 'sticky left-0 z-10 max-w-48 truncate bg-surface px-2 py-1 text-left font-normal';

/** The same funnel for each group of users: the darker a cell, the larger a share of the group came this far. */
export function FunnelGroups({ breakdown }: { readonly breakdown: Breakdown }) {
  const { by, groups } = breakdown;
  const later = groups[0]?.steps.slice(1) ?? [];
  if (groups.length === 0) return null;
  return (
    <ScrollRegion label={`Funnel by ${by}`} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0.5 text-xs">
        <thead>
          <tr className="text-muted [&>th]:font-normal">
            <th scope="col" className={NAME}>
              {inWords(by)}
            </th>
            <th scope="col" className="px-2 text-right whitespace-nowrap">
              First step
            </th>
            {later.map(({ step, name }) => (
              <th key={step} scope="col" title={name} className="px-2 whitespace-nowrap">
                Step {step}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={`${group.kind} ${group.value}`}>
              <th scope="row" title={groupName(group, breakdown)} className={NAME}>
                {groupName(group, breakdown)}
              </th>
              <td className="px-2 text-right tabular-nums">{count(group.steps[0]?.users)}</td>
              {group.steps.slice(1).map(({ step, users, rate }) => (
                <td
                  key={step}
                  title={`${count(users)} users`}
                  className="rounded-sm px-2 py-1 text-center whitespace-nowrap tabular-nums"
                  style={{
                    background: `color-mix(in srgb, var(--series-1) ${Math.round(8 + 0.32 * (rate ?? 0))}%, transparent)`,
                  }}
                >
                  {percent(rate, 1)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What a group is called; the two that have no value of their own are told apart from any that has. */
export function groupName({ kind, value }: FunnelGroup, { by, other_values: others }: Breakdown): string {
  if (kind === 'other') return `${count(others)} others together`;
  if (value === null) return `Without ${by}`;
  return by === 'segment' ? inWords(value) : value;
}
