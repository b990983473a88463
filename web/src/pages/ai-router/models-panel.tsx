import { useMemo } from 'react';
import type { AiRouter, ModelFigures } from '../../api/ai.ts';
import { percent, quantity, usd } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

type Model = ModelFigures[string];

const rate = (value: number | null) => percent(value === null ? null : value * 100, 1);
const MODELS: readonly Column<Model>[] = [
  { key: 'model', title: 'Model', value: (model) => model.model, className: 'w-full max-w-0 truncate' },
  { key: 'requests', title: 'Requests', value: (model) => model.total_requests, numeric: true },
  {
    key: 'success',
    title: 'Success',
    value: (model) => model.success_rate,
    cell: (model) => rate(model.success_rate),
    numeric: true,
  },
  {
    key: 'p50',
    title: 'p50',
    value: (model) => model.latency_ms_p50,
    cell: (model) => quantity(model.latency_ms_p50, 'ms'),
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'p95',
    title: 'p95',
    value: (model) => model.latency_ms_p95,
    cell: (model) => quantity(model.latency_ms_p95, 'ms'),
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'cost',
    title: 'Cost',
    value: (model) => model.total_cost,
    cell: (model) => usd(model.total_cost),
    numeric: true,
  },
];
/** Models as measured here. */
export function ModelsPanel({ models }: Pick<AiRouter, 'models'>) {
  const rows = useMemo(() => Object.values(models), [models]);
  const table = { columns: MODELS, rows, fileName: 'ai-models' };
  return (
    <Panel
      id="models"
      title="Models"
      about="Success, latency and cost of each model as this router measured them."
      table={table}
      className="lg:col-span-3"
    >
      {rows.length === 0 ? (
        <p className="text-muted">No model has answered yet. What a request tells of one appears here.</p>
      ) : (
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Models" rowKey={({ model }) => model} {...table} />
        </div>
      )}
    </Panel>
  );
}
