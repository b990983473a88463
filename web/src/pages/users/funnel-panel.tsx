import { useQuery } from '@tanstack/react-query';
import type { FunnelAnswer, FunnelFigures } from '#contracts/funnels';
import { currentKey } from '../../api/key.ts';
import { type AskedPeriod, funnelQuery, periodOf } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import { duration } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { sample } from '../docs/samples.ts';
import { FunnelForm } from './funnel-form.tsx';
import { type FunnelSearch, funnelOf } from './funnel-search.ts';
import { FunnelSteps } from './funnel-steps.tsx';

type Step = FunnelFigures['steps'][number];

const COLUMNS: readonly Column<Step>[] = [
  { key: 'step', title: 'Step', value: (one) => one.step, numeric: true },
  { key: 'name', title: 'Event', value: (one) => one.name },
  { key: 'users', title: 'Users', value: (one) => one.users, numeric: true },
  { key: 'rate', title: 'Percent of the first', value: (one) => one.rate, numeric: true },
  { key: 'step-rate', title: 'Percent of the step before', value: (one) => one.step_rate, numeric: true },
  { key: 'median', title: 'Median seconds', value: (one) => one.median_seconds, numeric: true },
];

interface FunnelPanelProps {
  readonly asked: AskedPeriod;
  readonly periodDays: number;
  readonly search: FunnelSearch;
  readonly pages: readonly string[];
  readonly onSearch: (search: FunnelSearch) => void;
}

/** A funnel as built here or as a link tells: who took each step within the window, and how long it took them. */
export function FunnelPanel({ asked, periodDays, search, pages, onSearch }: FunnelPanelProps) {
  const body = funnelOf(search);
  const query = useQuery(funnelQuery(asked, body));
  return (
    <Panel
      id="funnel"
      title="Funnel"
      about="Users of the period who took the steps, each within the window from their first one. Median times count from the first step."
      table={{ columns: COLUMNS, rows: query.data?.funnel.steps ?? [], fileName: 'funnel' }}
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
              <FunnelSteps steps={query.data.funnel.steps} />
            </div>
          )}
        </div>
      </div>
    </Panel>
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
