import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  type AskedPeriod,
  type Cohort,
  RETENTIONS,
  type RetentionKind,
  retentionQuery,
} from '../../api/users.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';
import {
  cohortChoices,
  cohortFor,
  type RetentionRow,
  type RetentionTable,
  retentionTable,
} from './retention.ts';
import { type Cells, RetentionGrid } from './retention-grid.tsx';

const KINDS = RETENTIONS.map((value) => ({ value, label: inWords(value) }));
const CELLS = [
  { value: 'percent', label: '%' },
  { value: 'users', label: 'Users' },
] as const satisfies readonly { value: Cells; label: string }[];

function columnsOf({ average }: RetentionTable, cells: Cells): readonly Column<RetentionRow>[] {
  return [
    { key: 'start', title: 'First seen from', value: ({ start }) => start },
    { key: 'users', title: 'Users', value: ({ users }) => users, numeric: true },
    ...average.map((_, later) => ({
      key: `later-${later}`,
      title: String(later),
      value: ({ again }: RetentionRow) => again[later]?.[cells === 'users' ? 'users' : 'rate'] ?? null,
      numeric: true,
    })),
  ];
}

/** What the panel shows by; what is undefined is as usual. */
interface RetentionChoice {
  readonly cohort?: Cohort | undefined;
  readonly retention?: 'rolling' | undefined;
  readonly cells?: 'users' | undefined;
}

interface RetentionPanelProps extends RetentionChoice {
  readonly asked: AskedPeriod;
  readonly periodDays: number;
  readonly onChange: (choice: RetentionChoice) => void;
}

/** How many of those who came first in one day, week or month came again. */
export function RetentionPanel({ asked, periodDays, onChange, ...choice }: RetentionPanelProps) {
  const cohort = cohortFor(periodDays, choice.cohort);
  const kind: RetentionKind = choice.retention ?? 'fixed';
  const cells: Cells = choice.cells ?? 'percent';
  const query = useQuery(retentionQuery(asked, cohort, kind));
  const table = useMemo(() => retentionTable(query.data?.retention), [query.data]);
  const columns = useMemo(() => columnsOf(table, cells), [table, cells]);
  return (
    <Panel
      id="retention"
      title="Retention"
      about="Of the users first seen in a day, week or month of the period, how many were active so many later. Fixed counts that very one, rolling that one or any later. All weighs every user alike."
      table={{ columns, rows: table.rows, fileName: `retention-by-${cohort}` }}
    >
      <div className="flex flex-wrap gap-2 pb-3">
        <Segments
          label="Cohort"
          value={cohort}
          choices={cohortChoices(periodDays).map((value) => ({ value, label: inWords(value) }))}
          onChange={(next) => onChange({ cohort: next })}
        />
        <Segments
          label="Retention"
          value={kind}
          choices={KINDS}
          onChange={(next) => onChange({ retention: next === 'rolling' ? next : undefined })}
        />
        <Segments
          label="Shown as"
          value={cells}
          choices={CELLS}
          onChange={(next) => onChange({ cells: next === 'users' ? next : undefined })}
        />
      </div>
      <Loaded query={query} skeleton={<div className="skeleton h-56 rounded-md" />}>
        {({ retention }) =>
          table.rows.length === 0 ? (
            <p className="text-muted">Nobody came for the first time in this period.</p>
          ) : (
            <RetentionGrid table={table} unit={retention.cohort} cells={cells} />
          )
        }
      </Loaded>
    </Panel>
  );
}
