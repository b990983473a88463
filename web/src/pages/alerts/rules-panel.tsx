import { useMemo, useState } from 'react';
import type { AlertRule } from '#contracts/alerts';
import { useDeleteRule, useSwitchRule } from '../../api/alerts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { conditionText } from './condition-text.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { SeverityBadge } from './severity.tsx';

function columnsOf(change: (rule: AlertRule) => void, remove: (id: number) => void): Column<AlertRule>[] {
  return [
    {
      key: 'severity',
      title: 'Severity',
      value: (rule) => rule.severity,
      cell: (rule) => <SeverityBadge severity={rule.severity} />,
    },
    {
      key: 'name',
      title: 'Rule',
      value: (rule) => rule.name,
      cell: (rule) => (
        <span className="flex min-w-40 flex-col py-1.5 whitespace-normal">
          {rule.name}
          <span className="text-xs text-muted">{conditionText(rule.condition)}</span>
        </span>
      ),
      className: 'w-full',
    },
    {
      key: 'enabled',
      title: 'On',
      value: (rule) => (rule.enabled ? 'on' : 'off'),
      cell: (rule) => (
        <input
          type="checkbox"
          aria-label={rule.name}
          checked={rule.enabled}
          onChange={() => change({ ...rule, enabled: !rule.enabled })}
        />
      ),
    },
    {
      key: 'delete',
      title: 'Delete',
      value: () => null,
      cell: (rule) => (
        <IconButton icon="close" label={`Delete ${rule.name}`} onClick={() => remove(rule.id)} />
      ),
    },
  ];
}

/** What is watched; a rule that is switched off or deleted resolves what it was firing. */
export function RulesPanel({ rules }: { readonly rules: readonly AlertRule[] }) {
  const [making, setMaking] = useState(false);
  const change = useSwitchRule();
  const remove = useDeleteRule();
  const columns = useMemo(() => columnsOf(change.mutate, remove.mutate), [change.mutate, remove.mutate]);
  const table = { columns, rows: rules, fileName: 'alert-rules' };
  const error = change.error ?? remove.error;
  return (
    <Panel
      id="rules"
      title="Rules"
      about="Each looks at every value as it is committed. To end an alert a value must come back beyond the threshold and stay there."
      table={table}
      controls={<Button onClick={() => setMaking(true)}>New rule</Button>}
    >
      <div className="flex flex-col gap-3">
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Rules" rowKey={({ id }) => String(id)} {...table} />
        </div>
        {error === null ? null : <ProblemNote error={error} />}
      </div>
      {making ? <RuleDialog onClose={() => setMaking(false)} /> : null}
    </Panel>
  );
}
