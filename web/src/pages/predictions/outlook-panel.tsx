import { useMemo } from 'react';
import type { PricePrediction } from '#contracts/price-predictions';
import type { PriceOutlook } from '../../api/predictions.ts';
import { FanChart } from '../../charts/fan-chart.tsx';
import type { FanData } from '../../charts/fan-layout.ts';
import { percent, percentChange, price } from '../../format/numbers.ts';
import { moment, sessionDate, shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Shares, as the server gives them. */
const SHOWN_LEVELS = new Set([0.5, 0.8, 0.95]);
const CHECKED_LEVEL = 0.9;

const COLUMNS: readonly Column<PricePrediction>[] = [
  {
    key: 'target',
    title: 'For',
    value: (one) => one.target_time,
    cell: (one) => moment(Date.parse(one.target_time)),
    className: 'w-full',
  },
  {
    key: 'price',
    title: 'Forecast',
    value: (one) => one.predicted_price,
    cell: (one) => price(one.predicted_price),
    numeric: true,
  },
  {
    key: 'change',
    title: 'Change',
    value: (one) => one.price_change_percent,
    cell: (one) => percentChange(one.price_change_percent),
    numeric: true,
    wideOnly: true,
  },
  {
    key: 'interval',
    title: '90 % interval',
    value: (one) => intervalOf(one)?.upper ?? null,
    cell: (one) => {
      const interval = intervalOf(one);
      return interval === undefined ? '—' : `${price(interval.lower)} – ${price(interval.upper)}`;
    },
    numeric: true,
  },
  {
    key: 'coverage',
    title: 'Held so far',
    value: (one) => intervalOf(one)?.measured_coverage ?? null,
    cell: (one) => shareOf(intervalOf(one)?.measured_coverage),
    numeric: true,
  },
  {
    key: 'confidence',
    title: 'Rises with',
    value: (one) => one.p_up,
    cell: (one) => shareOf(one.p_up),
    numeric: true,
    wideOnly: true,
  },
];

function intervalOf({ intervals }: PricePrediction) {
  return intervals.find(({ level }) => level === CHECKED_LEVEL);
}

function shareOf(share: number | null | undefined): string {
  return percent(share == null ? null : 100 * share, 1);
}

function fanOf({ bars, predictions }: PriceOutlook): FanData {
  return {
    history: bars.map(({ date, close }) => ({ at: Date.parse(date), value: close })),
    steps: predictions.map(({ target_time, predicted_price, intervals }) => ({
      at: Date.parse(target_time),
      value: predicted_price,
      bands: intervals
        .filter(({ level }) => SHOWN_LEVELS.has(level))
        .map(({ level, lower, upper }) => ({ level: 100 * level, lower, upper })),
    })),
  };
}

/** The price of a symbol and where it may go: intervals with their record, and what the models are worth. */
export function OutlookPanel({
  symbol,
  outlook,
}: {
  readonly symbol: string;
  readonly outlook: PriceOutlook;
}) {
  const fan = useMemo(() => fanOf(outlook), [outlook]);
  const table = { columns: COLUMNS, rows: outlook.predictions, fileName: `${symbol}-forecast` };
  const first = outlook.predictions[0];
  return (
    <Panel
      id="outlook"
      title={`${symbol}, one week ahead`}
      about="The dashed line is the forecast, the bands are 50, 80 and 95 % intervals. Held so far is the share of past outcomes that fell inside such intervals."
      picture="svg"
      table={table}
    >
      <div className="flex flex-col gap-3">
        <FanChart
          label={`Forecast of ${symbol}`}
          data={fan}
          height={280}
          format={price}
          tick={shortDay}
          time={(at) => sessionDate(new Date(at).toISOString().slice(0, 10))}
        />
        {first?.reason === 'no-demonstrated-skill' ? (
          <p className="text-sm text-muted">
            No model has shown that it foresees changes of this price, so none is forecast. The intervals say
            how far it may move.
          </p>
        ) : null}
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Forecasts" rowKey={({ horizon_hours }) => String(horizon_hours)} {...table} />
        </div>
      </div>
    </Panel>
  );
}
