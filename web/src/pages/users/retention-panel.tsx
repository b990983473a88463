import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionCohort } from '#contracts/user-retention';
import { COHORTS, type Cohort, RETENTIONS, type RetentionKind, retentionQuery } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import { sessionDate } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Segments } from '../../ui/segments.tsx';

const BY = COHORTS.map((value) => ({ value, label: inWords(value) }));
const KINDS = RETENTIONS.map((value) => ({ value, label: inWords(value) }));
const ROWS_SHOWN = 12;
const COLUMNS_SHOWN = 12;

const COLUMNS: readonly Column<RetentionCohort>[] = [
  { key: 'start', title: 'First seen from', value: (cohort) => cohort.start_date },
  { key: 'users', title: 'Users', value: (cohort) => cohort.users, numeric: true },
  ...Array.from({ length: COLUMNS_SHOWN }, (_, later) => ({
    key: `later-${later}`,
    title: String(later),
    value: (cohort: RetentionCohort) => cohort.rates[later] ?? null,
    numeric: true,
  })),
];

/** How many of those who came first in one day, week or month came again. */
export function RetentionPanel() {
  const [cohort, setCohort] = useState<Cohort>('week');
  const [kind, setKind] = useState<RetentionKind>('fixed');
  const query = useQuery(retentionQuery(cohort, kind));
  const cohorts = (query.data?.retention.cohorts ?? []).filter(({ users }) => users > 0).slice(-ROWS_SHOWN);
  return (
    <Panel
      id="retention"
      title="Retention"
      about="Of the users first seen in a day, week or month, the share active so many later. Rolling counts whoever came then or later. The last place may still grow."
      table={{ columns: COLUMNS, rows: cohorts, fileName: 'retention' }}
      controls={
        <span className="flex flex-wrap gap-2 py-1">
          <Segments label="Cohort" value={cohort} choices={BY} onChange={setCohort} />
          <Segments label="Retention" value={kind} choices={KINDS} onChange={setKind} />
        </span>
      }
    >
      <Loaded query={query} skeleton={<div className="skeleton h-56 rounded-md" />}>
        {({ retention }) =>
          cohorts.length === 0 ? (
            <p className="text-muted">Nobody came for the first time in this period.</p>
          ) : (
            <Grid cohorts={cohorts} unit={retention.cohort} />
          )
        }
      </Loaded>
    </Panel>
  );
}

interface GridProps {
  readonly cohorts: readonly RetentionCohort[];
  /** `week` and the like. */
  readonly unit: string;
}

/** The darker a cell, the more came again; its figure stands in it. */
function Grid({ cohorts, unit }: GridProps) {
  const places = Math.min(COLUMNS_SHOWN, Math.max(...cohorts.map(({ rates }) => rates.length)));
  return (
    <ScrollRegion label="Retention by cohort" className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0.5 text-xs">
        <thead>
          <tr className="text-muted">
            <th scope="col" className="px-2 text-left font-normal whitespace-nowrap">
              First seen
            </th>
            <th scope="col" className="px-2 text-right font-normal">
              Users
            </th>
            {Array.from({ length: places }, (_, later) => (
              <th key={later} scope="col" className="px-2 font-normal whitespace-nowrap">
                {later === 0 ? `${inWords(unit)} 0` : `+${later}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ start_date, users, rates }) => (
            <tr key={start_date}>
              <th scope="row" className="px-2 py-1 text-left font-normal whitespace-nowrap">
                {sessionDate(start_date)}
              </th>
              <td className="px-2 text-right tabular-nums">{count(users)}</td>
              {Array.from({ length: Math.min(places, rates.length) }, (_, later) => (
                <Cell key={later} rate={rates[later] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Cell({ rate }: { readonly rate: number | null }) {
  const strength = Math.round(8 + 0.32 * (rate ?? 0));
  return (
    <td
      className="rounded-sm px-2 py-1 text-center tabular-nums"
      style={{ background: `color-mix(in srgb, var(--series-1) ${strength}%, transparent)` }}
    >
      {percent(rate, 0)}
    </td>
  );
}
