import { useMemo } from 'react';
import type { Alert } from '#contracts/alerts';
import { type AlertFilter, useAcknowledge } from '../../api/alerts.ts';
import { count, quantity } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SeverityBadge } from './severity.tsx';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'firing', label: 'Firing' },
  { value: 'unacknowledged', label: 'Not acknowledged' },
] as const satisfies readonly { value: AlertFilter; label: string }[];

function columnsOf(acknowledge: (id: number) => void): Column<Alert>[] {
  return [
    {
      key: 'time',
      title: 'Since',
      value: (alert) => alert.timestamp,
      cell: (alert) => moment(Date.parse(alert.timestamp)),
      wideOnly: true,
    },
    {
      key: 'severity',
      title: 'Severity',
      value: (alert) => alert.severity,
      cell: (alert) => <SeverityBadge severity={alert.severity} />,
      wideOnly: true,
    },
    {
      key: 'title',
      title: 'Alert',
      value: (alert) => alert.title,
      cell: (alert) => (
        <span className="flex flex-col py-1.5 whitespace-normal sm:min-w-48">
          <span className="flex items-center gap-2 pb-1 text-xs text-muted sm:hidden">
            <SeverityBadge severity={alert.severity} />
            {moment(Date.parse(alert.timestamp))}
          </span>
          <span className="flex flex-wrap items-center gap-2">
            {alert.title}
            {alert.simulated ? <Badge tone="warn">simulated</Badge> : null}
          </span>
          <span className="text-xs text-muted">{alert.message}</span>
        </span>
      ),
      className: 'w-full',
    },
    {
      key: 'value',
      title: 'Value',
      value: (alert) => alert.actual_value,
      cell: (alert) => quantity(alert.actual_value, ''),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'status',
      title: 'Status',
      value: (alert) => alert.status,
      cell: (alert) =>
        alert.resolved_at === null ? 'firing' : `resolved ${moment(Date.parse(alert.resolved_at))}`,
      wideOnly: true,
    },
    {
      key: 'acknowledged',
      title: 'Acknowledged',
      value: (alert) => alert.acknowledged_by,
      cell: (alert) =>
        alert.is_acknowledged ? (
          alert.acknowledged_by
        ) : (
          <Button aria-label={`Acknowledge ${alert.title}`} onClick={() => acknowledge(alert.id)}>
            Acknowledge
          </Button>
        ),
    },
  ];
}

interface AlertsPanelProps {
  readonly firing: number;
  readonly alerts: readonly Alert[];
  readonly filter: AlertFilter;
  readonly onFilter: (filter: AlertFilter) => void;
}

/** Every alert with what it saw; acknowledging says that somebody looks after it. */
export function AlertsPanel({ firing, alerts, filter, onFilter }: AlertsPanelProps) {
  const acknowledge = useAcknowledge();
  const { mutate } = acknowledge;
  const columns = useMemo(() => columnsOf(mutate), [mutate]);
  const table = { columns, rows: alerts, fileName: 'alerts' };
  return (
    <Panel
      id="alerts"
      title="Alerts"
      about="What a rule found, and whether it is still so. An alert is resolved by itself when its rule no longer sees it."
      table={table}
      controls={
        <>
          <span className="max-sm:hidden">
            <Badge tone={firing === 0 ? 'plain' : 'warn'}>{count(firing)} firing</Badge>
          </span>
          <Segments label="Show" value={filter} choices={FILTERS} onChange={onFilter} />
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {alerts.length === 0 ? (
          <p className="text-muted">
            {filter === 'all' ? 'Nothing has fired yet.' : 'Nothing of this kind: all is quiet.'}
          </p>
        ) : (
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Alerts" rowKey={({ id }) => String(id)} {...table} />
          </div>
        )}
        {acknowledge.isError ? <ProblemNote error={acknowledge.error} /> : null}
      </div>
    </Panel>
  );
}
