import { useMemo } from 'react';
import type { AiRouter, ModelFigures } from '../../api/ai.ts';
import { percent, quantity, usd } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

type Model = ModelFigures[string];
interface Provider {
  readonly name: string;
  readonly state: AiRouter['health']['providers'][string];
}

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
const PROVIDERS: readonly Column<Provider>[] = [
  { key: 'name', title: 'Provider', value: ({ name }) => name },
  {
    key: 'breaker',
    title: 'Breaker',
    value: ({ state }) => (state.killed ? 'killed' : state.breaker.replace('_', ' ')),
  },
  {
    key: 'success',
    title: 'Success',
    value: ({ state }) => state.recent_success_rate,
    cell: ({ state }) => rate(state.recent_success_rate),
    numeric: true,
  },
  {
    key: 'failure',
    title: 'Last failure',
    value: ({ state }) => state.last_failure?.kind ?? null,
    wideOnly: true,
  },
];

/** Models as measured here, and the providers they come from. */
export function ModelPanels({ models, health }: Pick<AiRouter, 'models' | 'health'>) {
  const rows = useMemo(() => Object.values(models), [models]);
  const providers = useMemo(
    () => Object.entries(health.providers).map(([name, state]) => ({ name, state })),
    [health],
  );
  const modelTable = { columns: MODELS, rows, fileName: 'ai-models' };
  const providerTable = { columns: PROVIDERS, rows: providers, fileName: 'ai-providers' };
  return (
    <div className="grid gap-3 lg:grid-cols-3">
      <Panel
        id="models"
        title="Models"
        about="Success, latency and cost of each model as this router measured them."
        table={modelTable}
        className="lg:col-span-2"
      >
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Models" rowKey={({ model }) => model} {...modelTable} />
        </div>
      </Panel>
      <Panel
        id="providers"
        title="Providers"
        about="State of each provider’s circuit breaker and its recent success, from live traffic."
        table={providerTable}
      >
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Providers" rowKey={({ name }) => name} {...providerTable} />
        </div>
      </Panel>
    </div>
  );
}
