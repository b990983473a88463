import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AsOf, indexQuery, type Timeframe } from '../../api/market.ts';
import { LineChart } from '../../charts/line-chart.tsx';
import { percentChange, price } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';

interface IndexPoint {
  readonly date: string;
  readonly close: number;
  readonly change_percent: number | null;
  readonly volume: number;
}

const HEIGHT = 236;
const TIMEFRAMES = [
  { value: '1d', label: 'Day' },
  { value: '1w', label: 'Week' },
  { value: '1m', label: 'Month' },
] as const;

const COLUMNS: readonly Column<IndexPoint>[] = [
  { key: 'date', title: 'Date', value: (point) => point.date },
  {
    key: 'close',
    title: 'Index',
    value: (point) => point.close,
    cell: (point) => price(point.close),
    numeric: true,
  },
  {
    key: 'change',
    title: 'Change %',
    value: (point) => point.change_percent,
    cell: (point) => percentChange(point.change_percent),
    numeric: true,
  },
];

interface IndexPanelProps {
  readonly asOf: AsOf;
  readonly timeframe: Timeframe;
  readonly onTimeframe: (timeframe: Timeframe) => void;
}

/** The cap-weighted index over time. */
export function IndexPanel({ asOf, timeframe, onTimeframe }: IndexPanelProps) {
  const query = useQuery(indexQuery(asOf, timeframe));
  const points = query.data?.market_trends.points;
  const line = useMemo(
    () =>
      (points ?? []).map(({ date, close, change_percent }) => ({
        date,
        value: close,
        note: percentChange(change_percent),
      })),
    [points],
  );
  return (
    <Panel
      id="index"
      title="Index"
      defines={['index_change_percent_cap_weight']}
      className="lg:col-span-2"
      picture="svg"
      table={{ columns: COLUMNS, rows: points ?? [], fileName: 'index' }}
      controls={<Segments label="Period" value={timeframe} choices={TIMEFRAMES} onChange={onTimeframe} />}
    >
      <Loaded query={query} skeleton={<div className="skeleton" style={{ height: HEIGHT }} />}>
        {() => (
          <LineChart label="Cap-weighted index, base 100" points={line} height={HEIGHT} format={price} />
        )}
      </Loaded>
    </Panel>
  );
}
