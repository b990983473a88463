import { memo } from 'react';
import type { MarketOverview } from '#contracts/market';
import { SplitBar } from '../../charts/split-bar.tsx';
import { compact, count, type Figure, percent } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { Flash } from '../../ui/flash.tsx';
import { Panel } from '../../ui/panel.tsx';

interface BreadthRow {
  readonly name: string;
  readonly value: number | null;
}

const COLUMNS: readonly Column<BreadthRow>[] = [
  { key: 'name', title: 'Measure', value: (row) => row.name },
  {
    key: 'value',
    title: 'Value',
    value: (row) => row.value,
    cell: (row) => compact(row.value),
    numeric: true,
  },
];

/** How many take part in the move: symbols, their volume, new extremes, and who stands above the averages. */
export const BreadthPanel = memo(function BreadthPanel({ overview }: { readonly overview: MarketOverview }) {
  return (
    <Panel
      id="breadth"
      title="Breadth"
      picture="svg"
      defines={['symbols', 'up_volume', 'new_52w_highs', 'percent_above_sma50']}
      table={{ columns: COLUMNS, rows: breadthRows(overview), fileName: `breadth-${overview.date}` }}
    >
      <div className="flex grow flex-col justify-between gap-3">
        <SplitBar
          label="Symbols"
          parts={[
            { label: 'Advancing', value: overview.advancers, text: count(overview.advancers), tone: 'up' },
            { label: 'Unchanged', value: overview.unchanged, text: count(overview.unchanged), tone: 'flat' },
            { label: 'Declining', value: overview.decliners, text: count(overview.decliners), tone: 'down' },
          ]}
        />
        <SplitBar
          label="Volume"
          parts={[
            { label: 'Up volume', value: overview.up_volume, text: compact(overview.up_volume), tone: 'up' },
            {
              label: 'Down volume',
              value: overview.down_volume,
              text: compact(overview.down_volume),
              tone: 'down',
            },
          ]}
        />
        <SplitBar
          label="52-week extremes"
          parts={[
            {
              label: 'New highs',
              value: overview.new_52w_highs,
              text: count(overview.new_52w_highs),
              tone: 'up',
            },
            {
              label: 'New lows',
              value: overview.new_52w_lows,
              text: count(overview.new_52w_lows),
              tone: 'down',
            },
          ]}
        />
        <Share title="Above 50-day average" value={overview.percent_above_sma50} />
        <Share title="Above 200-day average" value={overview.percent_above_sma200} />
      </div>
    </Panel>
  );
});

/** A share of all symbols on a bar from 0 to 100 %. */
function Share({ title, value }: { readonly title: string; readonly value: Figure }) {
  return (
    <div>
      <div className="flex justify-between pb-1 text-xs">
        <span className="text-muted">{title}</span>
        <Flash value={value}>{percent(value, 1)}</Flash>
      </div>
      <div className="h-1.5 overflow-hidden rounded-sm bg-sunken">
        <div className="h-full rounded-sm bg-accent" style={{ width: `${value ?? 0}%` }} />
      </div>
    </div>
  );
}

function breadthRows(overview: MarketOverview): BreadthRow[] {
  return [
    { name: 'Advancing', value: overview.advancers },
    { name: 'Declining', value: overview.decliners },
    { name: 'Unchanged', value: overview.unchanged },
    { name: 'Up volume', value: overview.up_volume },
    { name: 'Down volume', value: overview.down_volume },
    { name: 'New 52-week highs', value: overview.new_52w_highs },
    { name: 'New 52-week lows', value: overview.new_52w_lows },
    { name: '% above 50-day average', value: overview.percent_above_sma50 },
    { name: '% above 200-day average', value: overview.percent_above_sma200 },
  ];
}
