import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Bar } from '#contracts/market';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import { compact, price } from '../../format/numbers.ts';
import { sessionDate } from '../../format/time.ts';
import { type Candles, createCandles } from './candles.ts';
import { type Range, rangeStart } from './range.ts';

interface PriceChartProps {
  readonly symbol: string;
  readonly bars: readonly Bar[];
  readonly loaded: readonly Bar[];
  readonly range: Range;
  /** Hears of the chart once it is there, and `null` once it is gone. */
  readonly onChart: (candles: Candles | null) => void;
}

/** The chart with a readout of the bar under the crosshair, which the arrow keys move too. */
export function PriceChart({ symbol, bars, loaded, range, onChart }: PriceChartProps) {
  const candles = useRef<Candles>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const container = useCallback(
    (element: HTMLDivElement) => {
      const made = createCandles(element, setPointed);
      candles.current = made;
      onChart(made);
      return () => {
        made.remove();
        candles.current = null;
        onChart(null);
      };
    },
    [onChart],
  );
  useBars(candles, loaded, bars);
  useEffect(() => showRange(candles.current, loaded, range), [loaded, range]);
  const index = pointed === null ? bars.length - 1 : bars.findIndex((bar) => bar.date === pointed);
  const bar = bars[index];
  const point = (next: Bar | undefined) => {
    candles.current?.point(next ?? null);
    setPointed(next?.date ?? null);
  };
  return (
    <div className="relative h-full">
      {bar === undefined ? null : <Readout bar={bar} />}
      <div ref={container} className="h-full" onDoubleClick={() => showRange(candles.current, bars, range)} />
      <ChartCursor
        label={`Price of ${symbol}, candlesticks`}
        length={bars.length}
        at={index}
        text={bar === undefined ? 'No bars' : spoken(bar)}
        onMove={(next) => point(bars[next])}
        onLeave={() => point(undefined)}
      />
    </div>
  );
}

/** Loaded bars are drawn whole; later changes touch the newest ones only, and leave the zoom as it is. */
function useBars(candles: RefObject<Candles | null>, loaded: readonly Bar[], bars: readonly Bar[]): void {
  useEffect(() => {
    candles.current?.draw(loaded);
  }, [candles, loaded]);
  useEffect(() => {
    const last = loaded.at(-1)?.date ?? '';
    for (const bar of bars.slice(-2)) {
      if (bar.date >= last) candles.current?.update(bar);
    }
  }, [candles, loaded, bars]);
}

function showRange(candles: Candles | null, bars: readonly Bar[], range: Range): void {
  const first = bars[0];
  const last = bars.at(-1);
  if (candles === null || first === undefined || last === undefined) return;
  candles.show(rangeStart(range, first.date, last.date), last.date);
}

function Readout({ bar }: { readonly bar: Bar }) {
  const ink = bar.close >= bar.open ? 'text-gain' : 'text-loss';
  return (
    <dl className="pointer-events-none absolute top-1 left-1 z-10 flex flex-wrap gap-x-3 rounded-md bg-surface/80 px-1 text-xs">
      <div>
        <dt className="sr-only">Session</dt>
        <dd>{sessionDate(bar.date)}</dd>
      </div>
      {(['open', 'high', 'low', 'close'] as const).map((key) => (
        <div key={key} className="flex gap-1">
          <dt className="text-muted">{key.charAt(0).toUpperCase()}</dt>
          <dd className={ink}>{price(bar[key])}</dd>
        </div>
      ))}
      <div className="flex gap-1">
        <dt className="text-muted">V</dt>
        <dd>{compact(bar.volume)}</dd>
      </div>
    </dl>
  );
}

function spoken(bar: Bar): string {
  return `${sessionDate(bar.date)}: open ${price(bar.open)}, high ${price(bar.high)}, low ${price(bar.low)}, close ${price(bar.close)}`;
}
