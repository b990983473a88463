import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Annotations } from '../../annotations/annotations.tsx';
import { NotesButton } from '../../annotations/notes-button.tsx';
import { dayAxis } from '../../annotations/time-axis.ts';
import { type AsOf, indexQuery, type Timeframe } from '../../api/market.ts';
import { LineChart } from '../../charts/line-chart.tsx';
import { percentChange, price } from '../../format/numbers.ts';
import { addDays } from '../../format/time.ts';
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
/** Sessions are days of the exchange. */
const AXIS = dayAxis('America/New_York');
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
  const [from, to] = [line[0]?.date, line.at(-1)?.date];
  return (
    <Annotations
      asked={{
        dashboard: 'market_analytics',
        // Alerts are of single symbols: there would be more of them than of anything else.
        source: 'person',
        period: from === undefined ? undefined : `${from} ${asOf === undefined ? 'now' : to}`,
        between: () => ({
          from: midnight(from),
          to: asOf === undefined ? undefined : midnight(to && addDays(to, 1)),
        }),
      }}
      axis={AXIS}
    >
      <Panel
        id="index"
        title="Index"
        defines={['index_change_percent_cap_weight']}
        className="lg:col-span-2"
        picture="svg"
        table={{ columns: COLUMNS, rows: points ?? [], fileName: 'index' }}
        controls={
          <>
            <NotesButton />
            <Segments label="Period" value={timeframe} choices={TIMEFRAMES} onChange={onTimeframe} />
          </>
        }
      >
        <Loaded query={query} skeleton={<div className="skeleton" style={{ height: HEIGHT }} />}>
          {() => (
            <LineChart label="Cap-weighted index, base 100" points={line} height={HEIGHT} format={price} />
          )}
        </Loaded>
      </Panel>
    </Annotations>
  );
}

function midnight(date: string | undefined): string | undefined {
  return date === undefined ? undefined : new Date(AXIS.clock.moment(`${date}T00:00`)).toISOString();
}
