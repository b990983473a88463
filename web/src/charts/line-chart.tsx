import { type PointerEvent, useMemo, useState } from 'react';
import { sessionDate } from '../format/time.ts';
import { ChartCursor } from './chart-cursor.tsx';
import { useChartMarks } from './chart-marks.ts';
import { MarkFlags } from './mark-flags.tsx';
import { gatherFlags, placeMarks } from './mark-layout.ts';
import { MarkShapes } from './mark-shapes.tsx';
import { extent, firstFrom, linear, nearest, ticks } from './scale.ts';
import { useWidth } from './use-width.ts';

interface LinePoint {
  readonly date: string;
  readonly value: number;
  /** Said after the value at the crosshair, for instance its change. */
  readonly note?: string;
}

interface LineChartProps {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly height: number;
  readonly format: (value: number) => string;
}

const AXIS_PX = 52;
const FOOT_PX = 22;
const TOP_PX = 10;

/** One line over time, with a crosshair that the pointer or the arrow keys move. The axis spans the data. */
export function LineChart({ label, points, height, format }: LineChartProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const { marks, onOpen, onAdd } = useChartMarks();
  const plot = useMemo(() => layOut(points, width, height), [points, width, height]);
  const placed = useMemo(() => placeMarks(marks, plot), [marks, plot]);
  const index = Math.min(at ?? points.length - 1, points.length - 1);
  const shown = points[index];
  if (shown === undefined) return <div ref={element} style={{ height }} />;
  const under = (event: PointerEvent<SVGSVGElement>) =>
    nearest(plot.xs, event.clientX - event.currentTarget.getBoundingClientRect().left);
  const add = (place: number) => onAdd?.(plot.times[place]);
  const text = `${sessionDate(shown.date)}: ${format(shown.value)}${shown.note === undefined ? '' : `, ${shown.note}`}`;
  return (
    <div ref={element} style={{ height }} className="relative">
      <svg
        data-chart=""
        aria-hidden="true"
        width={width}
        height={height}
        className={`block touch-pan-y ${onAdd === undefined ? '' : 'cursor-crosshair'}`}
        onPointerMove={(event) => setAt(under(event))}
        onPointerUp={(event) => {
          if (event.pointerType === 'mouse' && event.button === 0) add(under(event));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <Axes plot={plot} points={points} width={width} height={height} format={format} />
        <MarkShapes placed={placed} top={TOP_PX} bottom={height - FOOT_PX} />
        <path d={plot.area} className="fill-accent opacity-8" />
        <path d={plot.line} fill="none" className="stroke-accent" strokeWidth={1.5} strokeLinejoin="round" />
        {at === null ? null : (
          <line
            x1={plot.xs[index]}
            x2={plot.xs[index]}
            y1={TOP_PX}
            y2={height - FOOT_PX}
            className="stroke-muted"
            strokeDasharray="2 3"
          />
        )}
        <circle cx={plot.xs[index]} cy={plot.ys[index]} r={3} className="fill-accent" />
      </svg>
      <ChartCursor
        label={label}
        length={points.length}
        at={index}
        text={text}
        onMove={setAt}
        onLeave={() => setAt(null)}
        onTake={onAdd === undefined ? undefined : () => add(index)}
      />
      <MarkFlags flags={gatherFlags(placed)} right={width - AXIS_PX + 4} top={TOP_PX} onOpen={onOpen} />
      {at === null ? null : (
        <div className="pointer-events-none absolute top-1 left-1 rounded-md border border-line bg-overlay px-2 py-0.5 text-xs">
          {text}
        </div>
      )}
    </div>
  );
}

interface Plot {
  /** Midnight UTC of each date. */
  readonly times: readonly number[];
  /** Where what happened on a date stands: at the session or period that ends on it, or next after it. */
  readonly x: (at: number) => number;
  readonly stepMs: number;
  readonly barPx: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly line: string;
  readonly area: string;
  readonly marks: readonly { value: number; y: number }[];
}

function layOut(points: readonly LinePoint[], width: number, height: number): Plot {
  const [low, high] = extent(points.map((point) => point.value));
  const bottom = height - FOOT_PX;
  const pad = (high - low) * 0.06;
  const x = linear(0, points.length - 1, 2, Math.max(2, width - AXIS_PX));
  const y = linear(low - pad, high + pad, bottom, TOP_PX);
  const xs = points.map((_, index) => x(index));
  const times = points.map(({ date }) => Date.parse(date));
  const ys = points.map((point) => y(point.value));
  const line = xs
    .map((left, index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${(ys[index] ?? 0).toFixed(1)}`)
    .join('');
  return {
    times,
    x: (at) => xs[firstFrom(times, at)] ?? 0,
    stepMs: Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time))),
    barPx: 0,
    xs,
    ys,
    line,
    area: `${line}V${bottom}H${xs[0] ?? 0}Z`,
    marks: ticks(low - pad, high + pad, 4).map((value) => ({ value, y: y(value) })),
  };
}

interface AxesProps {
  readonly plot: Plot;
  readonly points: readonly LinePoint[];
  readonly width: number;
  readonly height: number;
  readonly format: (value: number) => string;
}

function Axes({ plot, points, width, height, format }: AxesProps) {
  const first = points[0];
  const last = points.at(-1);
  return (
    <>
      {plot.marks.map(({ value, y }) => (
        <g key={value}>
          <line x1={0} x2={Math.max(0, width - AXIS_PX)} y1={y} y2={y} className="stroke-line" />
          <text x={width} y={y} textAnchor="end" dominantBaseline="central" className="fill-muted text-xs">
            {format(value)}
          </text>
        </g>
      ))}
      <text x={2} y={height - 4} className="fill-muted text-xs">
        {first === undefined ? '' : sessionDate(first.date)}
      </text>
      <text x={Math.max(0, width - AXIS_PX)} y={height - 4} textAnchor="end" className="fill-muted text-xs">
        {last === undefined ? '' : sessionDate(last.date)}
      </text>
    </>
  );
}
