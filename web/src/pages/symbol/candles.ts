import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
} from 'lightweight-charts';
import type { Bar } from '#contracts/market';
import { compact, price } from '../../format/numbers.ts';
import { sessionDate } from '../../format/time.ts';

/** A chart of bars; the only place that knows the chart library. */
export interface Candles {
  /** Draws these bars instead of the ones before. */
  draw(bars: readonly Bar[]): void;
  /** Changes the newest bar, or adds one after it. */
  update(bar: Bar): void;
  show(from: string, to: string): void;
  /** Moves the crosshair to a bar; `null` takes it away. */
  point(bar: Bar | null): void;
  picture(): HTMLCanvasElement;
  remove(): void;
}

interface Colours {
  readonly gain: string;
  readonly loss: string;
  readonly muted: string;
  readonly line: string;
}

const VOLUME_PANE = 1;
/** Height of the volume against that of the price. */
const VOLUME_SHARE = 0.24;

/**
 * Draws into `container`, as large as it is, in the colours of the moment. `onPoint` hears the date under the
 * pointer, or `null`.
 */
export function createCandles(container: HTMLElement, onPoint: (date: string | null) => void): Candles {
  const chart = createChart(container, {
    autoSize: true,
    // Its logo brings an inline style sheet; the page names the library in words instead.
    layout: { attributionLogo: false },
    crosshair: { mode: CrosshairMode.Magnet },
    localization: { timeFormatter: (time: unknown) => sessionDate(String(time)) },
    // A finger that moves up or down scrolls the page.
    handleScroll: { vertTouchDrag: false },
    timeScale: { borderVisible: false, rightOffset: 2 },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      scaleMargins: { top: 0.1, bottom: 0.06 },
    },
  });
  const candles = chart.addSeries(CandlestickSeries, {
    wickVisible: true,
    borderVisible: false,
    priceFormat: { type: 'custom', formatter: price, minMove: 0.0001 },
  });
  const volume = chart.addSeries(
    HistogramSeries,
    {
      priceFormat: { type: 'custom', formatter: compact, minMove: 1 },
      lastValueVisible: false,
      priceLineVisible: false,
    },
    VOLUME_PANE,
  );
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0 } });
  chart.panes()[VOLUME_PANE]?.setStretchFactor(VOLUME_SHARE);
  chart.subscribeCrosshairMove(({ time }) => onPoint(typeof time === 'string' ? time : null));
  return steered(chart, candles, volume);
}

function steered(
  chart: IChartApi,
  candles: ISeriesApi<'Candlestick'>,
  volume: ISeriesApi<'Histogram'>,
): Candles {
  const colours = pageColours();
  const volumeBar = (bar: Bar) => ({
    time: bar.date,
    value: bar.volume,
    color: `${bar.close >= bar.open ? colours.gain : colours.loss}66`,
  });
  paint(chart, candles, colours);
  return {
    draw: (bars) => {
      candles.setData(bars.map(candle));
      volume.setData(bars.map(volumeBar));
    },
    update: (bar) => {
      candles.update(candle(bar));
      volume.update(volumeBar(bar));
    },
    show: (from, to) => chart.timeScale().setVisibleRange({ from, to }),
    point: (bar) => {
      if (bar === null) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(bar.close, bar.date, candles);
    },
    picture: () => chart.takeScreenshot(),
    remove: () => chart.remove(),
  };
}

function candle({ date, open, high, low, close }: Bar) {
  return { time: date, open, high, low, close };
}

function paint(chart: IChartApi, candles: ISeriesApi<'Candlestick'>, colours: Colours): void {
  const { gain, loss, muted, line } = colours;
  candles.applyOptions({ upColor: gain, downColor: loss, wickUpColor: gain, wickDownColor: loss });
  chart.applyOptions({
    layout: {
      panes: { separatorColor: line, separatorHoverColor: line, enableResize: false },
      background: { type: ColorType.Solid, color: read('--surface') },
      textColor: muted,
      fontFamily: 'ui-sans-serif, system-ui, sans-serif',
      fontSize: 12,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: line } },
    crosshair: {
      vertLine: { color: muted, labelBackgroundColor: read('--accent') },
      horzLine: { color: muted, labelBackgroundColor: read('--accent') },
    },
  });
}

function pageColours(): Colours {
  return { gain: read('--gain'), loss: read('--loss'), muted: read('--muted'), line: read('--line') };
}

function read(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
