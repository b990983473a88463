import type { AdvisorFact } from '#contracts/advisor';
import { sessionDate } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Advice, anchorOf } from './advice.ts';

const COLUMNS: readonly Column<AdvisorFact>[] = [
  {
    key: 'label',
    title: 'Fact',
    value: (fact) => fact.label,
    cell: (fact) => (
      <span
        id={anchorOf(fact.id)}
        className="block min-w-32 scroll-mt-24 rounded-sm py-1.5 whitespace-normal target:bg-accent-soft target:outline-4 target:outline-accent-soft"
      >
        {fact.label}
      </span>
    ),
    className: 'w-full',
  },
  { key: 'symbol', title: 'About', value: (fact) => fact.symbol, wideOnly: true },
  { key: 'value', title: 'Value', value: (fact) => fact.value, cell: (fact) => fact.text, numeric: true },
  {
    key: 'readings',
    title: 'Reading',
    value: (fact) => fact.readings.join(', ') || null,
    wideOnly: true,
  },
  {
    key: 'as_of',
    title: 'As of',
    value: (fact) => fact.as_of,
    cell: (fact) => (fact.as_of === null ? '—' : sessionDate(fact.as_of)),
    wideOnly: true,
  },
  {
    key: 'source',
    title: 'Source',
    value: (fact) => fact.source,
    cell: (fact) => <span className="block w-72 text-xs text-muted whitespace-normal">{fact.source}</span>,
    wideOnly: true,
  },
];

interface FactsPanelProps {
  readonly facts: readonly AdvisorFact[];
  readonly missing: Advice['missing'];
}

/** Every figure a text may use, and what could not be known. */
export function FactsPanel({ facts, missing }: FactsPanelProps) {
  const table = { columns: COLUMNS, rows: facts, fileName: 'facts' };
  return (
    <Panel
      id="facts"
      title="Facts"
      about="What our engines found. Every figure of the text above is one of these."
      table={table}
    >
      <div className="-mx-2 overflow-x-auto">
        <DataTable caption="Facts" rowKey={({ id }) => id} {...table} />
      </div>
      {missing.length === 0 ? null : (
        <ul className="flex list-disc flex-col gap-1 pt-3 pl-4 text-sm text-muted">
          {missing.map(({ id, label, reason }) => (
            <li key={id}>
              {label} is not known: {reason}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
