import { useMemo } from 'react';
import type { FoundAnomaly } from '#contracts/anomalies';
import { useFeedback } from '../../api/predictions.ts';
import { plain, quantity } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { AnomalyTimeline } from './anomaly-timeline.tsx';

type Answer = (id: number, feedback: 'expected' | 'not_expected') => void;

function columnsOf(answer: Answer): Column<FoundAnomaly>[] {
  return [
    {
      key: 'time',
      title: 'Time',
      value: (one) => one.timestamp,
      cell: (one) => moment(Date.parse(one.timestamp)),
    },
    {
      key: 'name',
      title: 'Anomaly',
      value: (one) => one.name,
      cell: (one) => (
        <span className="flex min-w-56 flex-col py-1.5 whitespace-normal">
          <span className="flex flex-wrap items-center gap-2">
            {one.name}
            {one.simulated ? <Badge tone="warn">simulated</Badge> : null}
          </span>
          <span className="text-xs text-muted">{one.reason}</span>
        </span>
      ),
      className: 'w-full',
    },
    {
      key: 'value',
      title: 'Value',
      value: (one) => one.value,
      cell: (one) => quantity(one.value, ''),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'score',
      title: 'Score',
      value: (one) => one.score,
      cell: (one) => plain(Number(one.score.toFixed(3))),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'feedback',
      title: 'Was it to be expected?',
      value: (one) => one.feedback,
      cell: (one) =>
        one.feedback === null ? (
          <span className="flex gap-1">
            <Button aria-label={`${one.name} was expected`} onClick={() => answer(one.id, 'expected')}>
              Yes
            </Button>
            <Button
              aria-label={`${one.name} was not expected`}
              onClick={() => answer(one.id, 'not_expected')}
            >
              No
            </Button>
          </span>
        ) : (
          one.feedback.replace('_', ' ')
        ),
    },
  ];
}

/** What the detector found as values came in, why, and what people say of it. */
export function AnomaliesPanel({ anomalies }: { readonly anomalies: readonly FoundAnomaly[] }) {
  const feedback = useFeedback();
  const { mutate } = feedback;
  const columns = useMemo(() => columnsOf((id, answer) => mutate({ id, feedback: answer })), [mutate]);
  const table = { columns, rows: anomalies, fileName: 'anomalies' };
  return (
    <Panel
      id="anomalies"
      title="Anomalies"
      about="Values that left the earlier range of a statistic, judged from what came before alone. Expected makes the detector more patient with the like of it, not expected less."
      picture="svg"
      table={table}
    >
      {anomalies.length === 0 ? (
        <p className="text-muted">Nothing unusual was found in the last 30 days.</p>
      ) : (
        <div className="flex flex-col gap-3">
          <AnomalyTimeline anomalies={anomalies} />
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Anomalies" rowKey={({ id }) => String(id)} {...table} />
          </div>
          {feedback.isError ? <ProblemNote error={feedback.error} /> : null}
        </div>
      )}
    </Panel>
  );
}
