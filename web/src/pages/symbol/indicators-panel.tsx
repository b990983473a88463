import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Indicator, IndicatorsAnswer } from '#contracts/indicators';
import { indicatorsQuery } from '../../api/indicators.ts';
import type { AsOf } from '../../api/market.ts';
import { TimeChart } from '../../charts/time-chart.tsx';
import { compact, NO_FIGURE, price, score } from '../../format/numbers.ts';
import { sessionDate, shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { inWords } from '../../ui/field.tsx';
import { FigureText } from '../../ui/figure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segments } from '../../ui/segments.tsx';
import { INDICATOR_CHARTS, type IndicatorChart, indicatorLines } from './indicator-series.ts';

const HEIGHT = 240;
const NAMES = { averages: 'Averages', bollinger: 'Bollinger', rsi: 'RSI', macd: 'MACD' } as const;
const CHARTS = INDICATOR_CHARTS.map((value) => ({ value, label: NAMES[value] }));
const INK: Partial<Record<NonNullable<Indicator['reading']>['state'], string>> = {
  bullish: 'text-gain',
  rising: 'text-gain',
  bearish: 'text-loss',
  falling: 'text-loss',
};

const COLUMNS: readonly Column<Indicator>[] = [
  {
    key: 'title',
    title: 'Indicator',
    value: (row) => row.title,
    cell: (row) => (
      <span className="flex min-w-32 flex-col py-1.5 whitespace-normal">
        {row.title}
        <span className="font-mono text-xs text-muted">{row.id}</span>
      </span>
    ),
  },
  {
    key: 'latest',
    title: 'Latest',
    value: (row) => latestParts(row).join(', ') || null,
    cell: (row) => {
      const parts = latestParts(row);
      if (parts.length === 0) return <FigureText text={NO_FIGURE} reason={row.reason ?? undefined} />;
      return (
        <span className="flex flex-col py-1.5">
          {parts.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </span>
      );
    },
    numeric: true,
  },
  {
    key: 'reading',
    title: 'Reading',
    value: (row) => row.reading?.text ?? null,
    cell: ({ reading }) =>
      reading === null ? (
        NO_FIGURE
      ) : (
        <span className="flex min-w-32 flex-col py-1.5 whitespace-normal">
          <span className={INK[reading.state] ?? ''}>{reading.state}</span>
          <span className="text-xs text-muted">{reading.text}</span>
        </span>
      ),
    className: 'w-full',
    wideOnly: true,
  },
];

/** All outputs of the last bar; those of several parts with their names. */
function latestParts({ latest }: Indicator): string[] {
  const parts = Object.entries(latest).filter(([, value]) => value !== null);
  return parts.map(([name, value]) =>
    parts.length === 1 ? figure(value) : `${name.replaceAll('_', ' ')} ${figure(value)}`,
  );
}

/** Volumes added up are long; all else is about the size of a price. */
function figure(value: number | null): string {
  return value !== null && Math.abs(value) >= 1e6 ? compact(value) : price(value);
}

interface IndicatorsPanelProps {
  readonly symbol: string;
  readonly asOf: AsOf;
}

/** What the customary indicators say of the last bars, and how they moved. */
export function IndicatorsPanel({ symbol, asOf }: IndicatorsPanelProps) {
  const query = useQuery(indicatorsQuery(symbol, asOf));
  const table = {
    columns: COLUMNS,
    rows: query.data?.indicators ?? [],
    fileName: `${symbol}-indicators`,
  };
  return (
    <Panel
      id="indicators"
      title="Indicators"
      about="Of daily bars restated for splits. A reading puts the latest value into words by the customary thresholds; it describes the past and advises nothing."
      picture="svg"
      table={table}
    >
      {query.isError ? <ProblemNote error={query.error} /> : null}
      {query.data === undefined ? (
        query.isError ? null : (
          <div className="skeleton" style={{ height: HEIGHT }} />
        )
      ) : (
        <>
          <Chart answer={query.data} />
          <TrendLine trend={query.data.trend} />
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Indicators" rowKey={({ id }) => id} {...table} />
          </div>
        </>
      )}
    </Panel>
  );
}

function Chart({ answer }: { readonly answer: IndicatorsAnswer }) {
  const [chart, setChart] = useState<IndicatorChart>('averages');
  const series = useMemo(() => indicatorLines(answer, chart), [answer, chart]);
  return (
    <>
      <div className="flex pb-2">
        <Segments label="Indicator shown" value={chart} choices={CHARTS} onChange={setChart} />
      </div>
      <TimeChart
        label={NAMES[chart]}
        series={series}
        height={HEIGHT}
        format={price}
        tick={shortDay}
        time={(at) => sessionDate(new Date(at).toISOString())}
      />
    </>
  );
}

function TrendLine({ trend }: { readonly trend: IndicatorsAnswer['trend'] }) {
  const parts = Object.entries(trend.components)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${inWords(name).toLowerCase()} ${score(value)}`);
  return (
    <p className="py-3 text-sm">
      Trend {trend.state}, score {score(trend.score)} of ±1
      {parts.length === 0 ? null : <span className="text-muted"> – the mean of {parts.join(', ')}</span>}
    </p>
  );
}
