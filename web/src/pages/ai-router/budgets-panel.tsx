import { type FormEvent, useMemo, useState } from 'react';
import type { Budget } from '#contracts/ai-operations';
import { BUDGET_SCOPES, BUDGET_WINDOWS } from '#contracts/choices';
import { useSetBudget } from '../../api/ai.ts';
import { percent, usd } from '../../format/numbers.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, inWords, Select, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

type Scope = (typeof BUDGET_SCOPES)[number];
type Window = (typeof BUDGET_WINDOWS)[number];

const SCOPES = [
  { value: 'global', label: 'Everybody together' },
  { value: 'key', label: 'One key' },
  { value: 'user', label: 'One user' },
] as const satisfies readonly { value: Scope; label: string }[];
const WINDOWS = [
  { value: 'request', label: 'A request' },
  { value: 'day', label: 'A day' },
  { value: 'month', label: 'A month' },
] as const satisfies readonly { value: Window; label: string }[];

function columnsOf(remove: (budget: Budget) => void): Column<Budget>[] {
  return [
    {
      key: 'scope',
      title: 'For',
      value: ({ scope, subject }) => (subject === null ? inWords(scope) : `${inWords(scope)} ${subject}`),
      className: 'w-full max-w-0 truncate',
    },
    { key: 'window', title: 'Per', value: (budget) => budget.window },
    {
      key: 'limit',
      title: 'Limit',
      value: (budget) => budget.limit_usd,
      cell: (budget) => usd(budget.limit_usd),
      numeric: true,
    },
    {
      key: 'spent',
      title: 'Spent',
      value: (budget) => budget.spent_usd,
      cell: (budget) => usd(budget.spent_usd),
      numeric: true,
    },
    {
      key: 'used',
      title: 'Used',
      value: usedPercent,
      cell: (budget) => percent(usedPercent(budget), 0),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'remove',
      title: 'Remove',
      value: () => null,
      cell: (budget) => (
        <IconButton
          icon="close"
          label={`Remove the budget ${nameOf(budget)}`}
          onClick={() => remove(budget)}
        />
      ),
    },
  ];
}

function nameOf({ scope, subject, window }: Budget): string {
  return `${scope}${subject === null ? '' : ` ${subject}`} per ${window}`;
}

function usedPercent({ limit_usd, spent_usd, reserved_usd, written_off_usd }: Budget): number | null {
  if (spent_usd === null || limit_usd === 0) return null;
  return (100 * (spent_usd + (reserved_usd ?? 0) + (written_off_usd ?? 0))) / limit_usd;
}

/** What may be spent, and how much of it is left; a new one takes hold with the next request. */
export function BudgetsPanel({ budgets }: { readonly budgets: readonly Budget[] }) {
  const change = useSetBudget();
  const { mutate } = change;
  const columns = useMemo(
    () =>
      columnsOf(({ scope, subject, window }) =>
        mutate({ scope, window, limit_usd: null, ...(subject === null ? {} : { subject }) }),
      ),
    [mutate],
  );
  const table = { columns, rows: budgets, fileName: 'ai-budgets' };
  return (
    <Panel
      id="budgets"
      title="Budgets"
      about="No request starts that could cost more than is left. Days and months are UTC; used includes what is held for requests that are running."
      table={table}
    >
      <div className="flex flex-col gap-3">
        {budgets.length === 0 ? (
          <p className="text-muted">No budget is set: requests may cost what they cost.</p>
        ) : (
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Budgets" rowKey={nameOf} {...table} />
          </div>
        )}
        <BudgetForm change={change} />
        {change.isError ? <ProblemNote error={change.error} /> : null}
      </div>
    </Panel>
  );
}

function BudgetForm({ change }: { readonly change: ReturnType<typeof useSetBudget> }) {
  const [scope, setScope] = useState<Scope>('global');
  const [subject, setSubject] = useState('');
  const [window, setWindow] = useState<Window>('day');
  const [limit, setLimit] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const about = scope === 'global' ? {} : { subject: subject.trim() };
    change.mutate({ scope, window, limit_usd: Number(limit), ...about }, { onSuccess: () => setLimit('') });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label="For">
        <Select value={scope} choices={SCOPES} onChange={setScope} />
      </Field>
      {scope === 'global' ? null : (
        <Field label={scope === 'key' ? 'Key id, or * for each' : 'User, or * for each'}>
          <TextInput value={subject} required onChange={(event) => setSubject(event.target.value)} />
        </Field>
      )}
      <Field label="Per">
        <Select value={window} choices={WINDOWS} onChange={setWindow} />
      </Field>
      <Field label="Limit, USD">
        <TextInput
          value={limit}
          required
          type="number"
          min={0}
          step="any"
          className="w-28"
          onChange={(event) => setLimit(event.target.value)}
        />
      </Field>
      <Button type="submit" disabled={change.isPending}>
        Set budget
      </Button>
    </form>
  );
}
