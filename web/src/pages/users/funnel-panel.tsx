import { type FormEvent, useState } from 'react';
import type { FunnelFigures } from '#contracts/funnels';
import { useFunnel } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import { age } from '../../format/time.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import {
  FIRST_DRAFT,
  type FunnelDraft,
  type FunnelOrder,
  funnelOf,
  withoutStep,
  withStep,
  withText,
} from './funnel-draft.ts';

type Step = FunnelFigures['steps'][number];

const ORDERS = [
  { value: 'ordered', label: 'In this order' },
  { value: 'strict', label: 'Directly after each other' },
  { value: 'unordered', label: 'In any order' },
] as const satisfies readonly { value: FunnelOrder; label: string }[];
const MOST_STEPS = 20;

const COLUMNS: readonly Column<Step>[] = [
  { key: 'step', title: 'Step', value: (one) => one.step, numeric: true },
  { key: 'name', title: 'Event', value: (one) => one.name, className: 'w-full max-w-0 truncate' },
  { key: 'users', title: 'Users', value: (one) => one.users, cell: (one) => count(one.users), numeric: true },
  {
    key: 'rate',
    title: 'Of the first',
    value: (one) => one.rate,
    cell: (one) => percent(one.rate, 1),
    numeric: true,
  },
  {
    key: 'step-rate',
    title: 'Of the step before',
    value: (one) => one.step_rate,
    cell: (one) => percent(one.step_rate, 1),
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'median',
    title: 'Median time',
    value: (one) => one.median_seconds,
    cell: (one) => (one.median_seconds === null ? '—' : age(one.median_seconds * 1_000)),
    numeric: true,
    wideOnly: true,
  },
];

/** Builds a funnel and counts it: who took each step within the window, and how long it took them. */
export function FunnelPanel() {
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const funnel = useFunnel();
  const rows = funnel.data?.funnel.steps ?? [];
  const table = { columns: COLUMNS, rows, fileName: 'funnel' };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    funnel.mutate(funnelOf(draft));
  };
  return (
    <Panel
      id="funnel"
      title="Funnel"
      about="Users of the last 30 days who took the steps, each within the window from their first one. A step is an event type, or a page where it begins with a slash."
      table={table}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Steps draft={draft} onDraft={setDraft} />
        <div className="flex flex-wrap items-end gap-2">
          <Button disabled={draft.steps.length >= MOST_STEPS} onClick={() => setDraft(withStep(draft))}>
            Add step
          </Button>
          <Field label="Order">
            <Select
              value={draft.order}
              choices={ORDERS}
              onChange={(order) => setDraft({ ...draft, order })}
            />
          </Field>
          <Field label="Window, days">
            <TextInput
              type="number"
              min={0}
              step="any"
              required
              value={draft.windowDays}
              onChange={({ target }) => setDraft({ ...draft, windowDays: target.value })}
              className="w-20"
            />
          </Field>
          <Button look="primary" type="submit" disabled={funnel.isPending}>
            {funnel.isPending ? 'Counting' : 'Count'}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="flex flex-col gap-3 pt-3 empty:hidden">
        {funnel.isError ? <ProblemNote error={funnel.error} /> : null}
        {funnel.data === undefined ? null : (
          <>
            <p className="text-sm text-muted">
              {percent(funnel.data.funnel.conversion_rate, 1)} of those who took the first step came to the
              last.
            </p>
            <div className="-mx-2 overflow-x-auto">
              <DataTable caption="Funnel" rowKey={({ step }) => String(step)} {...table} />
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}

interface StepsProps {
  readonly draft: FunnelDraft;
  readonly onDraft: (draft: FunnelDraft) => void;
}

function Steps({ draft, onDraft }: StepsProps) {
  return (
    <ol className="flex flex-col gap-2">
      {draft.steps.map(({ id, text }, place) => (
        <li key={id} className="flex items-center gap-2">
          <span className="w-5 text-right text-xs text-muted">{place + 1}</span>
          <TextInput
            aria-label={`Step ${place + 1}`}
            required
            value={text}
            spellCheck={false}
            placeholder="page_view or /pricing"
            onChange={({ target }) => onDraft(withText(draft, id, target.value))}
            className="min-w-0 grow font-mono sm:max-w-96"
          />
          <IconButton
            icon="close"
            label={`Remove step ${place + 1}`}
            disabled={draft.steps.length <= 2}
            onClick={() => onDraft(withoutStep(draft, id))}
          />
        </li>
      ))}
    </ol>
  );
}
