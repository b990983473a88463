import type { PricePrediction } from '#contracts/price-predictions';
import { percent, price } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

type Model = PricePrediction['models'][number];

const inPercent = (value: number | undefined) => percent(value === undefined ? null : 100 * value, 2);
const COLUMNS: readonly Column<Model>[] = [
  {
    key: 'model',
    title: 'Model',
    value: (model) => model.name,
    cell: (model) => (
      <span className="flex min-w-40 flex-col py-1.5 whitespace-normal">
        {model.name}
        <span className="text-xs text-muted">{model.description}</span>
      </span>
    ),
    className: 'w-full',
  },
  {
    key: 'price',
    title: 'Says',
    value: (model) => model.predicted_price,
    cell: (model) => price(model.predicted_price),
    numeric: true,
  },
  {
    key: 'skill',
    title: 'Skill',
    value: (model) => model.skill_vs_naive?.value ?? null,
    cell: (model) => inPercent(model.skill_vs_naive?.value),
    numeric: true,
  },
  {
    key: 'interval',
    title: '95 % interval',
    value: (model) => model.skill_vs_naive?.lower ?? null,
    cell: ({ skill_vs_naive: skill }) =>
      skill === null ? '—' : `${inPercent(skill.lower)} to ${inPercent(skill.upper)}`,
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'weight',
    title: 'Weight',
    value: (model) => model.weight,
    cell: (model) => percent(100 * model.weight, 0),
    numeric: true,
  },
];

/** Every model with what it has been worth against "no change"; only shown skill earns weight. */
export function ModelsPanel({ prediction }: { readonly prediction: PricePrediction }) {
  const table = { columns: COLUMNS, rows: prediction.models, fileName: `${prediction.symbol}-models` };
  return (
    <Panel
      id="models"
      title="Models"
      about="Skill is one minus the squared error over that of forecasting no change, one session ahead, with its block-bootstrap interval. A model whose interval reaches below zero has no weight."
      table={table}
    >
      <div className="-mx-2 overflow-x-auto">
        <DataTable caption="Models" rowKey={({ name }) => name} {...table} />
      </div>
    </Panel>
  );
}
