import { memo } from 'react';
import type { MarketOverview } from '#contracts/market';
import { type BarItem, BarList } from '../../charts/bar-list.tsx';
import { count } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';

type Tone = NonNullable<BarItem['tone']>;

/** Names of the classes as people say them, in the order they are shown, and whether they favour a rise or a fall. */
const SHOWN = {
  rsi: [
    ['>=70', '70 and above', 'flat'],
    ['50-70', '50 to 70', 'flat'],
    ['30-50', '30 to 50', 'flat'],
    ['<30', 'Below 30', 'flat'],
  ],
  macd: [
    ['bullish_cross', 'Crossed up', 'up'],
    ['above_signal', 'Above signal', 'flat'],
    ['below_signal', 'Below signal', 'flat'],
    ['bearish_cross', 'Crossed down', 'down'],
  ],
  bollinger: [
    ['above_upper', 'Above upper', 'flat'],
    ['inside', 'Inside', 'flat'],
    ['below_lower', 'Below lower', 'flat'],
  ],
  crosses: [
    ['golden_cross', 'Golden crosses', 'up'],
    ['death_cross', 'Death crosses', 'down'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string, Tone])[]>;

interface Distribution {
  readonly id: string;
  readonly title: string;
  readonly defines: readonly string[];
  readonly shown: readonly (readonly [string, string, Tone])[];
  readonly counts: Readonly<Record<string, number>>;
}

/** In what technical state the symbols are, as counts. */
export const TechnicalPanels = memo(function TechnicalPanels({
  overview,
}: {
  readonly overview: MarketOverview;
}) {
  const distributions: readonly Distribution[] = [
    {
      id: 'rsi',
      title: 'RSI 14',
      defines: ['rsi14_distribution'],
      shown: SHOWN.rsi,
      counts: overview.rsi14_distribution,
    },
    {
      id: 'macd',
      title: 'MACD',
      defines: ['macd_signals'],
      shown: SHOWN.macd,
      counts: overview.macd_signals,
    },
    {
      id: 'bollinger',
      title: 'Bollinger',
      defines: ['bollinger'],
      shown: SHOWN.bollinger,
      counts: overview.bollinger,
    },
    {
      id: 'crosses',
      title: 'SMA crosses',
      defines: ['moving_averages'],
      shown: SHOWN.crosses,
      counts: overview.moving_averages,
    },
  ];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {distributions.map((distribution) => (
        <DistributionPanel key={distribution.id} {...distribution} date={overview.date} />
      ))}
    </div>
  );
});

const COLUMNS: readonly Column<BarItem>[] = [
  { key: 'label', title: 'Class', value: (item) => item.label },
  { key: 'value', title: 'Symbols', value: (item) => item.value, cell: (item) => item.text, numeric: true },
];

function DistributionPanel({
  id,
  title,
  defines,
  shown,
  counts,
  date,
}: Distribution & { readonly date: string }) {
  const items = shown.map(([name, label, tone]) => {
    const value = counts[name] ?? 0;
    return { label, value, text: count(value), tone: value === 0 ? ('flat' as const) : tone };
  });
  return (
    <Panel
      id={id}
      title={title}
      defines={defines}
      picture="svg"
      table={{ columns: COLUMNS, rows: items, fileName: `${id}-${date}` }}
    >
      <BarList label={`${title}, symbols`} items={items} labelWidth={96} rowHeight={26} />
    </Panel>
  );
}
