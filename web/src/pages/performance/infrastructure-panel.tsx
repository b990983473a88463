import { useMemo } from 'react';
import type { Performance } from '#contracts/performance';
import { count, percent } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';

interface InfrastructureRow {
  readonly title: string;
  readonly value: number | null;
  readonly text: string;
  readonly reason: string | undefined;
}

const COLUMNS: readonly Column<InfrastructureRow>[] = [
  { key: 'title', title: 'Figure', value: (row) => row.title },
  { key: 'value', title: 'Value', value: (row) => row.value, cell: (row) => row.text, numeric: true },
  { key: 'reason', title: 'Why there is none', value: (row) => row.reason ?? null },
];

/** What CloudWatch knows of a deployment in AWS; elsewhere why there is nothing. */
export function InfrastructurePanel({ performance }: { readonly performance: Performance }) {
  const rows = useMemo(() => rowsOf(performance), [performance]);
  const missing = new Set(
    rows.flatMap(({ value, reason }) => (value === null && reason !== undefined ? [reason] : [])),
  );
  return (
    <Panel
      id="infrastructure"
      title="Infrastructure"
      about="Figures of a deployment in AWS, as CloudWatch has them."
      table={{ columns: COLUMNS, rows, fileName: 'infrastructure' }}
    >
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2">
        {rows.map(({ title, text }) => (
          <div key={title} className="contents">
            <dt className="text-muted">{title}</dt>
            <dd className="text-right">{text}</dd>
          </div>
        ))}
      </dl>
      {[...missing].map((reason) => (
        <p key={reason} className="mt-3 border-t border-line pt-3 text-xs text-muted">
          {reason.charAt(0).toUpperCase() + reason.slice(1)}.
        </p>
      ))}
    </Panel>
  );
}

function rowsOf({ infrastructure_metrics: metrics, reasons }: Performance): InfrastructureRow[] {
  return [
    ['ecs_tasks', 'Running tasks', count],
    ['alb_health', 'Healthy targets', percent],
    ['cloudfront_hits', 'CDN hits', percent],
    ['lambda_invocations', 'Lambda calls, last hour', count],
  ].map(([name, title, format]) => {
    const key = name as keyof typeof metrics;
    const value = metrics[key];
    return { title: String(title), value, text: (format as typeof count)(value), reason: reasons[key] };
  });
}
