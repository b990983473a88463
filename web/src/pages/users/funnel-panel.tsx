import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { FUNNEL_BREAKDOWNS } from '#contracts/choices';
import type { FunnelAnswer, FunnelFigures } from '#contracts/funnels';
import { useMay } from '../../api/access.ts';
import { currentKey } from '../../api/key.ts';
import { type AskedPeriod, funnelQuery, periodOf } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import { duration } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords, Select } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PanelFactsProvider, usePanelFacts } from '../../ui/panel-context.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { sample } from '../docs/samples.ts';
import { FunnelForm } from './funnel-form.tsx';
import { FunnelGroups, groupName } from './funnel-groups.tsx';
import type { PeopleAsked } from './funnel-people.tsx';
import { type FunnelSearch, type FunnelSplit, funnelOf } from './funnel-search.ts';
import { FunnelSteps } from './funnel-steps.tsx';

const FunnelPeople = lazy(async () => ({ default: (await import('./funnel-people.tsx')).FunnelPeople }));

/** A step of all users, or of a group of them. */
type Row = FunnelFigures['steps'][number] & { readonly group: string };

const GROUP: Column<Row> = { key: 'group', title: 'Group', value: (one) => one.group };
const COLUMNS: readonly Column<Row>[] = [
  { key: 'step', title: 'Step', value: (one) => one.step, numeric: true },
  { key: 'name', title: 'Event', value: (one) => one.name },
  { key: 'users', title: 'Users', value: (one) => one.users, numeric: true },
  { key: 'rate', title: 'Percent of the first', value: (one) => one.rate, numeric: true },
  { key: 'step-rate', title: 'Percent of the step before', value: (one) => one.step_rate, numeric: true },
  { key: 'median', title: 'Median seconds', value: (one) => one.median_seconds, numeric: true },
];

const SPLITS = [
  { value: '', label: 'Nothing' } as const,
  ...FUNNEL_BREAKDOWNS.map((value) => ({ value, label: inWords(value) })),
];

interface FunnelPanelProps {
  readonly asked: AskedPeriod;
  readonly periodDays: number;
  readonly search: FunnelSearch;
  readonly pages: readonly string[];
  readonly onSearch: (search: FunnelSearch) => void;
  /** What users are told apart by. */
  readonly split: FunnelSplit | undefined;
  readonly onSplit: (split: FunnelSplit | undefined) => void;
}

/** A funnel as built here or as a link tells: who took each step within the window, and how long it took them. */
export function FunnelPanel({ asked, periodDays, search, pages, onSearch, ...props }: FunnelPanelProps) {
  const page = usePanelFacts();
  const funnel = funnelOf(search);
  const body = { ...funnel, ...(props.split === undefined ? {} : { breakdown: { by: props.split } }) };
  const mayName = useMay('admin');
  const [people, showPeople] = useState<PeopleAsked | null>(null);
  const query = useQuery(funnelQuery(asked, body));
  const rows = useMemo(() => rowsOf(query.data?.funnel), [query.data]);
  return (
    <PanelFactsProvider value={{ ...page, definitions: query.data?.meta.definitions ?? {} }}>
      <Panel
        id="funnel"
        title="Funnel"
        defines={['users', 'order', 'median_seconds', 'breakdown']}
        table={{
          columns: props.split === undefined ? COLUMNS : [GROUP, ...COLUMNS],
          rows,
          fileName: 'funnel',
        }}
        curl={() => curlOf({ ...body, ...periodOf(asked) })}
      >
        <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
          <FunnelForm
            asked={asked}
            periodDays={periodDays}
            search={search}
            pages={pages}
            busy={query.isFetching && query.isPlaceholderData}
            onSearch={onSearch}
          />
          <div aria-busy={query.isPlaceholderData} className="flex min-w-0 flex-col gap-3">
            {query.isError ? <ProblemNote error={query.error} /> : null}
            {query.isPending ? <div className="skeleton h-40 rounded-md" /> : null}
            {query.data === undefined ? null : (
              <div className={query.isPlaceholderData ? 'opacity-60' : ''}>
                <Summary answer={query.data} />
                <FunnelSteps steps={query.data.funnel.steps} onPeople={mayName ? showPeople : undefined} />
              </div>
            )}
            <Split split={props.split} onSplit={props.onSplit} />
            {query.data?.funnel.breakdown === undefined ? null : (
              <FunnelGroups breakdown={query.data.funnel.breakdown} />
            )}
          </div>
        </div>
        {people === null ? null : (
          <Suspense>
            <FunnelPeople asked={asked} funnel={funnel} people={people} onClose={() => showPeople(null)} />
          </Suspense>
        )}
      </Panel>
    </PanelFactsProvider>
  );
}

function Split({ split, onSplit }: Pick<FunnelPanelProps, 'split' | 'onSplit'>) {
  return (
    <div className="flex items-center gap-2 text-xs text-muted">
      <span aria-hidden="true">Split by</span>
      <Select
        label="Split the funnel by"
        value={split ?? ''}
        choices={SPLITS}
        onChange={(next) => onSplit(next === '' ? undefined : next)}
      />
    </div>
  );
}

/** The steps, of each group where there are groups. */
function rowsOf(funnel: FunnelFigures | undefined): Row[] {
  const { steps = [], breakdown } = funnel ?? {};
  if (breakdown === undefined) return steps.map((step) => ({ ...step, group: '' }));
  return breakdown.groups.flatMap((group) =>
    group.steps.map((step) => ({ ...step, group: groupName(group, breakdown) })),
  );
}

function Summary({ answer: { funnel } }: { readonly answer: FunnelAnswer }) {
  const last = funnel.steps.at(-1);
  const first = funnel.steps[0];
  if (first === undefined || first.users === 0)
    return <p className="pb-3 text-muted">Nobody took the first step in this period.</p>;
  const time = last?.median_seconds == null ? '' : `, half of them within ${duration(last.median_seconds)}`;
  return (
    <p className="pb-3 text-muted">
      <span className="text-base font-semibold text-ink">{percent(funnel.conversion_rate, 1)}</span> of{' '}
      {count(first.users)} users came from the first step to the last{time}. {inWords(funnel.order)}, within{' '}
      {duration(funnel.window_seconds)}.
    </p>
  );
}

function curlOf(body: object): string {
  const request = { method: 'POST', target: '/analytics/users/funnel', body: JSON.stringify(body, null, 2) };
  return sample('curl', request, { origin: window.location.origin, withKey: currentKey() !== null });
}
