import { type PointerEvent, useMemo, useState } from 'react';
import { Axes } from './axes.tsx';
import { ChartCursor } from './chart-cursor.tsx';
import { type FanData, type FanPlot, layOutFan } from './fan-layout.ts';
import { nearest } from './scale.ts';
import { linesOf, textWidth } from './text-lines.ts';
import { useWidth } from './use-width.ts';

interface FanChartProps {
  readonly label: string;
  readonly data: FanData;
  readonly height: number;
  readonly format: (value: number | null) => string;
  readonly tick: (at: number) => string;
  readonly time: (at: number) => string;
}

const HEAD_PX = 14;
const LINE_PX = 16;
const RIGHT = 64;
const BOTTOM = 22;
/** Of the bands, from the widest to the narrowest. */
const SHADES = ['opacity-15', 'opacity-25', 'opacity-40', 'opacity-55'];

/** What was and what may come: the point forecast with its intervals, the wider the fainter. */
export function FanChart({ label, data, height, format, tick, time }: FanChartProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<number | null>(null);
  // A forecast with its bands is the longest that is ever said.
  const last = piecesAt(data, data.history.length + data.steps.length - 1, format, time);
  const top = HEAD_PX + LINE_PX * (1 + Math.max(0, ...lineOfEach(last, width)));
  const plot = useMemo(
    () => layOutFan(data, { width, height, top, right: RIGHT, bottom: BOTTOM }),
    [data, width, height, top],
  );
  if (plot.times.length === 0 || width === 0) return <div ref={element} style={{ height }} />;
  const index = cursor ?? plot.times.length - 1;
  const pieces = piecesAt(data, index, format, time);
  const lines = lineOfEach(pieces, width);
  return (
    <div ref={element} style={{ height }} className="relative">
      <svg
        data-chart=""
        aria-hidden="true"
        width={width}
        height={height}
        className="block touch-pan-y select-none"
        onPointerMove={(event) => setCursor(placeUnder(event, plot))}
        onPointerLeave={() => setCursor(null)}
      >
        {[...new Set(lines)].map((line) => (
          <text key={line} x={0} y={HEAD_PX + LINE_PX * line} className="fill-muted text-xs">
            {pieces.filter((_, place) => lines[place] === line).join(SEPARATOR)}
          </text>
        ))}
        <Axes plot={plot} width={width} height={height} right={RIGHT} mark={format} tick={tick} />
        {plot.bands.map(({ level, path }, place) => (
          <path
            key={level}
            d={path}
            className={`fill-[var(--series-1)] ${SHADES[place + SHADES.length - plot.bands.length] ?? ''}`}
          />
        ))}
        <path d={plot.history} fill="none" strokeWidth={1.5} className="stroke-[var(--series-1)]" />
        <path
          d={plot.forecast}
          fill="none"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          className="stroke-[var(--series-1)]"
        />
        <line
          x1={plot.x(plot.times[index] ?? 0)}
          x2={plot.x(plot.times[index] ?? 0)}
          y1={top}
          y2={height - BOTTOM}
          className="stroke-muted"
          strokeDasharray="2 3"
        />
      </svg>
      <ChartCursor
        label={label}
        length={plot.times.length}
        at={index}
        text={pieces.join(SEPARATOR)}
        onMove={setCursor}
        onLeave={() => setCursor(null)}
      />
    </div>
  );
}

function placeUnder(event: PointerEvent<SVGSVGElement>, plot: FanPlot): number {
  const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
  return nearest(plot.times.map(plot.x), left);
}

const SEPARATOR = ' · ';

function lineOfEach(pieces: readonly string[], width: number): number[] {
  return linesOf(
    pieces.map((piece) => textWidth(piece + SEPARATOR)),
    width,
  );
}

/** What stands at one place, in words. */
function piecesAt(
  { history, steps }: FanData,
  index: number,
  format: FanChartProps['format'],
  time: FanChartProps['time'],
): string[] {
  const past = history[index];
  if (past !== undefined) return [`${time(past.at)}: ${format(past.value)}`];
  const step = steps[index - history.length];
  if (step === undefined) return [];
  const bands = step.bands.map(
    ({ level, lower, upper }) => `${level} %: ${format(lower)} to ${format(upper)}`,
  );
  return [`${time(step.at)}: ${format(step.value)}`, ...bands];
}
