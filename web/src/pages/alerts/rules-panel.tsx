import { lazy, Suspense, useMemo, useState } from 'react';
import type { AlertRule } from '#contracts/alerts';
import { useDeleteRule, useMuteRule, useSwitchRule } from '../../api/alerts.ts';
import { moment } from '../../format/time.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Select } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { conditionText } from './condition-text.ts';
import { SeverityBadge } from './severity.tsx';

const RuleDialog = lazy(async () => ({ default: (await import('./rule-dialog.tsx')).RuleDialog }));
const PreviewDialog = lazy(async () => ({
  default: (await import('./preview-dialog.tsx')).PreviewDialog,
}));

const MUTED = { value: 'muted', label: 'Muted' } as const;
const MUTES = [
  { value: '0', label: 'Told' },
  { value: '3600', label: 'Mute 1 h' },
  { value: '28800', label: 'Mute 8 h' },
  { value: '86400', label: 'Mute 1 d' },
  { value: '604800', label: 'Mute 7 d' },
] as const;

function isMuted({ muted_until: until }: AlertRule): boolean {
  return until !== null && Date.parse(until) > Date.now();
}

interface RuleActions {
  readonly preview: (rule: AlertRule) => void;
  readonly change: (rule: AlertRule) => void;
  readonly mute: (order: { readonly id: number; readonly seconds: number }) => void;
  readonly remove: (id: number) => void;
}

function columnsOf({ preview, change, mute, remove }: RuleActions): Column<AlertRule>[] {
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
          {isMuted(rule) ? (
            <span className="text-xs text-muted">
              Webhooks hear nothing until {moment(Date.parse(rule.muted_until ?? ''))}
            </span>
          ) : null}
          <button
            type="button"
            aria-label={`When would it have fired? ${rule.name}`}
            onClick={() => preview(rule)}
            className="self-start rounded-sm text-xs text-accent underline"
          >
            When would it have fired?
          </button>
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
      key: 'muted',
      title: 'Webhooks',
      value: (rule) => (isMuted(rule) ? rule.muted_until : null),
      cell: (rule) => (
        <Select
          label={`Webhooks of ${rule.name}`}
          value={isMuted(rule) ? 'muted' : '0'}
          choices={isMuted(rule) ? [MUTED, ...MUTES] : MUTES}
          onChange={(seconds) => mute({ id: rule.id, seconds: Number(seconds) })}
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
  const [previewed, setPreviewed] = useState<AlertRule>();
  const change = useSwitchRule();
  const remove = useDeleteRule();
  const mute = useMuteRule();
  const columns = useMemo(
    () =>
      columnsOf({
        preview: setPreviewed,
        change: change.mutate,
        mute: mute.mutate,
        remove: remove.mutate,
      }),
    [change.mutate, mute.mutate, remove.mutate],
  );
  const table = { columns, rows: rules, fileName: 'alert-rules' };
  const error = change.error ?? mute.error ?? remove.error;
  return (
    <Panel
      id="rules"
      title="Rules"
      about="Each looks at every value as it is committed. To end an alert a value must come back beyond the threshold and stay there. While a rule is muted its alerts are shown here; webhooks are told afterwards of what still fires."
      table={table}
      controls={<Button onClick={() => setMaking(true)}>New rule</Button>}
    >
      <div className="flex flex-col gap-3">
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Rules" rowKey={({ id }) => String(id)} {...table} />
        </div>
        {error === null ? null : <ProblemNote error={error} />}
      </div>
      <Suspense>
        {making ? <RuleDialog onClose={() => setMaking(false)} /> : null}
        {previewed === undefined ? null : (
          <PreviewDialog rule={previewed} onClose={() => setPreviewed(undefined)} />
        )}
      </Suspense>
    </Panel>
  );
}
