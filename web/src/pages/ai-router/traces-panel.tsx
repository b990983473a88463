import { useMemo, useState } from 'react';
import type { Trace } from '../../api/ai.ts';
import { percent, quantity, usd } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

type Candidate = NonNullable<Trace['decision']>['candidates'][number];

const CANDIDATES: readonly Column<Candidate>[] = [
  { key: 'model', title: 'Model', value: (one) => one.model },
  {
    key: 'utility',
    title: 'Utility',
    value: (one) => one.utility,
    cell: (one) => quantity(one.utility, ''),
    numeric: true,
  },
  {
    key: 'quality',
    title: 'Quality',
    value: (one) => one.quality,
    cell: (one) => percent(one.quality === null ? null : one.quality * 100, 1),
    numeric: true,
  },
  {
    key: 'cost',
    title: 'Cost',
    value: (one) => one.expected_cost_usd,
    cell: (one) => usd(one.expected_cost_usd),
    numeric: true,
  },
  {
    key: 'latency',
    title: 'Latency',
    value: (one) => one.expected_latency_ms,
    cell: (one) => quantity(one.expected_latency_ms, 'ms'),
    numeric: true,
  },
  { key: 'rejected', title: 'Rejected', value: (one) => one.rejected, wideOnly: true },
];

function columnsOf(onOpen: (trace: Trace) => void): Column<Trace>[] {
  return [
    {
      key: 'time',
      title: 'Time',
      value: (trace) => trace.timestamp,
      cell: (trace) => (
        <button type="button" className="text-accent underline" onClick={() => onOpen(trace)}>
          {moment(Date.parse(trace.timestamp))}
        </button>
      ),
    },
    {
      key: 'type',
      title: 'Request',
      value: (trace) => trace.request_type.replaceAll('_', ' '),
      wideOnly: true,
    },
    {
      key: 'model',
      title: 'Model',
      value: (trace) => trace.model ?? trace.error,
      className: 'w-full max-w-0 truncate',
    },
    {
      key: 'cost',
      title: 'Cost',
      value: (trace) => trace.cost_usd,
      cell: (trace) => usd(trace.cost_usd),
      numeric: true,
    },
    {
      key: 'latency',
      title: 'Latency',
      value: (trace) => trace.latency_ms,
      cell: (trace) => quantity(trace.latency_ms, 'ms'),
      numeric: true,
    },
  ];
}

/** The latest requests; a press on one shows why it went where it went. */
export function TracesPanel({ traces }: { readonly traces: readonly Trace[] }) {
  const [opened, setOpened] = useState<Trace | null>(null);
  const columns = useMemo(() => columnsOf(setOpened), []);
  const table = { columns, rows: traces, fileName: 'ai-decisions' };
  return (
    <Panel
      id="decisions"
      title="Latest decisions"
      about="Each request with the model it went to. Open one to see every candidate, its scores and why it was not chosen."
      table={table}
    >
      {traces.length === 0 ? (
        <p className="text-muted">No request yet. POST one to /ai/route and it appears here.</p>
      ) : (
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Latest decisions" rowKey={(trace) => trace.request_id} {...table} />
        </div>
      )}
      {opened === null ? null : <TraceSheet trace={opened} onClose={() => setOpened(null)} />}
    </Panel>
  );
}

function TraceSheet({ trace, onClose }: { readonly trace: Trace; readonly onClose: () => void }) {
  return (
    <Dialog title="Decision" shape="side" onClose={onClose}>
      <ScrollRegion
        label="Decision"
        className="flex min-h-0 grow flex-col gap-4 overflow-auto bg-surface p-4"
      >
        <p className="font-mono text-xs break-all text-muted">{trace.request_id}</p>
        <ul className="flex flex-col gap-1">
          {trace.decision?.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <DataTable
          caption="Candidates"
          columns={CANDIDATES}
          rows={trace.decision?.candidates ?? []}
          fileName="candidates"
          rowKey={({ model }) => model}
        />
        <ol className="flex flex-col gap-1 border-t border-line pt-3">
          {trace.attempts.map((attempt) => (
            <li key={`${attempt.model} ${attempt.outcome} ${attempt.latency_ms}`}>
              {attempt.model}: {attempt.outcome}, {quantity(attempt.latency_ms, 'ms')},{' '}
              {usd(attempt.cost_usd)}
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </Dialog>
  );
}
