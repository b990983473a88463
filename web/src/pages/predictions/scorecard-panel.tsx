import type { ModelScore, PredictionScorecard } from '#contracts/price-predictions';
import { count, percent, ratio } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReliabilityDiagram } from './reliability-diagram.tsx';

const share = (value: number | null | undefined) => percent(value == null ? null : 100 * value, 1);
const coverageAt = ({ coverage }: ModelScore, level: number) =>
  coverage?.find((one) => one.level === level)?.measured ?? null;

const COLUMNS: readonly Column<ModelScore>[] = [
  { key: 'model', title: 'Model', value: (one) => one.model, className: 'w-full max-w-0 truncate' },
  { key: 'horizon', title: 'Hours', value: (one) => one.horizon_hours, numeric: true },
  { key: 'n', title: 'Scored', value: (one) => one.n, cell: (one) => count(one.n), numeric: true },
  {
    key: 'c90',
    title: '90 % held',
    value: (one) => coverageAt(one, 0.9),
    cell: (one) => share(coverageAt(one, 0.9)),
    numeric: true,
  },
  {
    key: 'brier',
    title: 'Direction skill',
    value: (one) => one.brier_skill,
    cell: (one) => share(one.brier_skill),
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'rmse',
    title: 'Error ÷ no change',
    value: (one) => one.rmse_vs_random_walk,
    cell: (one) => ratio(one.rmse_vs_random_walk),
    numeric: true,
    wideOnly: true,
  },
];

/** What the forecasts that were served proved to be worth. */
export function ScorecardPanel({ scorecard }: { readonly scorecard: PredictionScorecard }) {
  const rows = scorecard.models ?? [];
  const table = { columns: COLUMNS, rows, fileName: 'prediction-scorecard' };
  const served = rows.find((one) => one.model === 'combined' && one.calibration !== null);
  return (
    <Panel
      id="scorecard"
      title="Scorecard"
      about="Every forecast is stored and scored when its time has come. The diagram sets the probability of a rise that was said against how often it came true; on the diagonal the two agree."
      table={table}
    >
      {scorecard.models === null ? (
        <p className="text-muted">
          No forecast has come due yet; {count(scorecard.waiting)} are waiting
          {nextDue(scorecard)}.
        </p>
      ) : (
        <div className="flex flex-col gap-4 lg:flex-row lg:items-start">
          <div className="-mx-2 min-w-0 grow overflow-x-auto">
            <DataTable
              caption="Scorecard"
              rowKey={({ model, horizon_hours }) => `${model} ${horizon_hours}`}
              {...table}
            />
          </div>
          {served?.calibration == null ? null : <ReliabilityDiagram bins={served.calibration.bins} />}
        </div>
      )}
    </Panel>
  );
}

/** When the next one can be scored; a time that has passed is being attended to. */
function nextDue({ next_due: due }: PredictionScorecard): string {
  return due === null || Date.parse(due) < Date.now() ? '' : `, the next until ${moment(Date.parse(due))}`;
}
