import { type PointerEvent, useMemo } from 'react';
import { Axes } from './axes.tsx';
import { ChartCursor } from './chart-cursor.tsx';
import { useChartMarks } from './chart-marks.ts';
import { useCrosshair } from './crosshair.ts';
import { MarkFlags } from './mark-flags.tsx';
import { gatherFlags, placeMarks } from './mark-layout.ts';
import { MarkShapes } from './mark-shapes.tsx';
import { nearest } from './scale.ts';
import { FILL, STROKE } from './series-colours.ts';
import { layOutTime, type TimePlot, type TimeSeries, valueAt } from './time-layout.ts';
import { TimeLegend } from './time-legend.tsx';
import { useDrag } from './use-drag.ts';
import { useWidth } from './use-width.ts';

interface TimeChartProps {
  readonly label: string;
  readonly series: readonly TimeSeries[];
  readonly height: number;
  readonly format: (value: number | null) => string;
  /** Of the axis. */
  readonly tick: (at: number) => string;
  /** Of the crosshair. */
  readonly time: (at: number) => string;
  /** Of the axis of values, where it has to be shorter. */
  readonly mark?: (value: number) => string;
  readonly fromZero?: boolean;
  /** How far the clock of the axis is ahead of UTC. */
  readonly offsetMs?: number;
  /** Called with the times a drag has marked. */
  readonly onZoom?: ((from: number, to: number) => void) | undefined;
}

const TOP = 30;
const RIGHT = 56;
const BOTTOM = 22;
/**
 * Series over time. Names, colours and exact values at the crosshair stand on top; all charts below one
 * `CrosshairProvider` share it, and all below one `ChartMarksProvider` its marks. A drag marks a span to zoom into.
 */
export function TimeChart(props: TimeChartProps) {
  const { label, series, height, format, time, fromZero = false, offsetMs = 0 } = props;
  const [element, width] = useWidth<HTMLDivElement>();
  const crosshair = useCrosshair();
  const plot = useMemo(
    () =>
      layOutTime(series, { width, height, top: TOP, right: RIGHT, bottom: BOTTOM }, { fromZero, offsetMs }),
    [series, width, height, fromZero, offsetMs],
  );
  const { marks, onOpen, onAdd } = useChartMarks();
  const placed = useMemo(() => placeMarks(marks, plot), [marks, plot]);
  const drag = useDrag(plot, { onZoom: props.onZoom, onPress: onAdd });
  if (plot.times.length === 0 || width === 0) return <div ref={element} style={{ height }} />;
  const index = crosshair.at === null ? plot.times.length - 1 : nearest(plot.times, crosshair.at);
  const at = plot.times[index] ?? 0;
  const spoken = series.map(({ name, points }) => `${name} ${format(valueAt(points, at))}`).join(', ');
  return (
    <div ref={element} style={{ height }} className="relative">
      <svg
        data-chart=""
        aria-hidden="true"
        width={width}
        height={height}
        className={`block touch-pan-y select-none ${(props.onZoom ?? onAdd) === undefined ? '' : 'cursor-crosshair'}`}
        onPointerMove={(event) => {
          crosshair.move(timeUnder(event, plot));
          drag.move(event);
        }}
        onPointerLeave={() => crosshair.move(null)}
        onPointerDown={drag.start}
        onPointerUp={drag.end}
        onPointerCancel={drag.cancel}
      >
        <TimeLegend series={series} at={at} width={width} format={format} time={time} />
        <Axes
          plot={plot}
          width={width}
          height={height}
          right={RIGHT}
          mark={props.mark ?? format}
          tick={props.tick}
        />
        <MarkShapes placed={placed} top={TOP} bottom={height - BOTTOM} />
        {series.map((one, place) => (
          <Shape key={one.name} series={one} plot={plot} path={plot.paths[place]} />
        ))}
        {crosshair.at === null ? null : (
          <line
            x1={plot.xs[index]}
            x2={plot.xs[index]}
            y1={TOP}
            y2={height - BOTTOM}
            className="stroke-muted"
            strokeDasharray="2 3"
          />
        )}
        {drag.span === null ? null : (
          <rect
            x={drag.span.left}
            y={TOP}
            width={drag.span.width}
            height={height - TOP - BOTTOM}
            className="fill-accent opacity-15"
          />
        )}
      </svg>
      <ChartCursor
        label={label}
        length={plot.times.length}
        at={index}
        text={`${time(at)}: ${spoken}`}
        onMove={(next) => crosshair.move(plot.times[next] ?? null)}
        onLeave={() => crosshair.move(null)}
        onTake={onAdd === undefined ? undefined : () => onAdd(at)}
      />
      <MarkFlags flags={gatherFlags(placed)} right={width - RIGHT + 4} top={TOP} onOpen={onOpen} />
    </div>
  );
}

function timeUnder(event: PointerEvent<SVGSVGElement>, plot: TimePlot): number | null {
  const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
  return plot.times[nearest(plot.xs, left)] ?? null;
}

interface ShapeProps {
  readonly series: TimeSeries;
  readonly plot: TimePlot;
  readonly path: TimePlot['paths'][number] | undefined;
}

function Shape({ series, plot, path }: ShapeProps) {
  if (series.look === 'bars') return <Bars series={series} plot={plot} />;
  const stroke = {
    fill: 'none',
    className: STROKE[series.colour - 1],
    strokeWidth: 1.5,
    strokeLinejoin: 'round',
    strokeLinecap: 'round',
  } as const;
  return (
    <>
      <path
        d={path?.finished}
        {...stroke}
        {...(series.look === 'dashed' ? { strokeDasharray: '3 4' } : {})}
      />
      <path d={path?.unfinished} {...stroke} strokeDasharray="1 4" />
      <path d={path?.lone} {...stroke} strokeWidth={5} />
    </>
  );
}

function Bars({ series, plot }: Omit<ShapeProps, 'path'>) {
  const { points, colour, unfinishedFrom = Number.POSITIVE_INFINITY } = series;
  const zero = plot.y(0);
  return points.map(({ at, value }) => {
    if (value === null || value === 0) return null;
    const x = plot.xs[nearest(plot.times, at)] ?? 0;
    const y = plot.y(value);
    return (
      <rect
        key={at}
        x={x - plot.barPx / 2}
        y={Math.min(y, zero)}
        width={plot.barPx}
        height={Math.max(1, Math.abs(zero - y))}
        rx={Math.min(2, plot.barPx / 4)}
        className={`${FILL[colour - 1]} ${at >= unfinishedFrom ? 'opacity-45' : 'opacity-85'}`}
      />
    );
  });
}
