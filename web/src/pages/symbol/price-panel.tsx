import { lazy, Suspense, useCallback, useRef } from 'react';
import type { Bar } from '#contracts/market';
import type { Adjustment } from '../../api/market.ts';
import { count, price } from '../../format/numbers.ts';
import { useResolvedTheme, useSettings } from '../../state/settings.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { Candles } from './candles.ts';
import { RANGES, type Range } from './range.ts';

const PriceChart = lazy(async () => ({ default: (await import('./price-chart.tsx')).PriceChart }));

const HEIGHT_CLASS = 'h-[clamp(20rem,58dvh,40rem)]';

const ADJUSTMENTS = [
  { value: 'raw', label: 'As traded' },
  { value: 'splits', label: 'Splits' },
  { value: 'all', label: 'Splits and dividends' },
] as const;

const RANGE_CHOICES = RANGES.map((value) => ({
  value,
  label: value === 'max' ? 'Max' : value.toUpperCase(),
}));

const COLUMNS: readonly Column<Bar>[] = [
  { key: 'date', title: 'Date', value: (bar) => bar.date },
  ...(['open', 'high', 'low', 'close'] as const).map((key) => ({
    key,
    title: key.charAt(0).toUpperCase() + key.slice(1),
    value: (bar: Bar) => bar[key],
    cell: (bar: Bar) => price(bar[key]),
    numeric: true,
  })),
  {
    key: 'volume',
    title: 'Volume',
    value: (bar) => bar.volume,
    cell: (bar) => count(bar.volume),
    numeric: true,
  },
];

interface PricePanelProps {
  readonly symbol: string;
  readonly bars: readonly Bar[];
  /** The bars as they were loaded; the chart draws them once and then only what changes. */
  readonly loaded: readonly Bar[];
  readonly truncated: boolean;
  readonly adjustment: Adjustment;
  readonly range: Range;
  readonly onAdjustment: (adjustment: Adjustment) => void;
  readonly onRange: (range: Range) => void;
}

/** Candlesticks and volume, with the bars behind them. */
export function PricePanel(props: PricePanelProps) {
  const { symbol, bars, loaded, truncated, adjustment, range } = props;
  const candles = useRef<Candles>(null);
  const theme = useResolvedTheme();
  const { changeColours } = useSettings();
  const keep = useCallback((made: Candles | null) => {
    candles.current = made;
  }, []);
  return (
    <Panel
      id="price"
      title="Price and volume"
      about="As traded: the prices of the day. Splits: restated for every later split. Splits and dividends: restated for dividends too, so that the line is what holding it returned."
      picture={() => candles.current?.picture() ?? null}
      table={{ columns: COLUMNS, rows: bars, fileName: `${symbol}-${adjustment}` }}
    >
      <div className="flex flex-wrap gap-2 pb-2">
        <Segments label="Range" value={range} choices={RANGE_CHOICES} onChange={props.onRange} />
        <Segments
          label="Adjusted for"
          value={adjustment}
          choices={ADJUSTMENTS}
          onChange={props.onAdjustment}
        />
      </div>
      <div className={HEIGHT_CLASS}>
        <Suspense fallback={<div className="skeleton h-full" />}>
          {/* A canvas does not follow the page's colours, so other colours make another chart. */}
          <PriceChart
            key={`${theme} ${changeColours}`}
            symbol={symbol}
            bars={bars}
            loaded={loaded}
            range={range}
            onChart={keep}
          />
        </Suspense>
      </div>
      <p className="pt-2 text-xs text-muted">
        {truncated ? 'Older bars were left out. ' : ''}
        Drag to move, scroll or pinch to zoom, arrow keys for the crosshair, double-click to reset. Drawn with{' '}
        <a className="text-accent underline" href="https://www.tradingview.com/" rel="noreferrer">
          TradingView
        </a>{' '}
        Lightweight Charts, © TradingView, Inc., Apache License 2.0.
      </p>
    </Panel>
  );
}
