import { FILL } from './series-colours.ts';
import { type TimeSeries, valueAt } from './time-layout.ts';

interface LegendProps {
  readonly series: readonly TimeSeries[];
  readonly at: number;
  readonly width: number;
  readonly format: (value: number | null) => string;
  readonly time: (at: number) => string;
}

/** One line of text, so that names and values flow as they come, in a saved picture too. */
export function TimeLegend({ series, at, width, format, time }: LegendProps) {
  // Where there is no room beside the names, the time stands below them.
  const timeY = width < 120 * (series.length + 1) ? 24 : 9;
  return (
    <>
      <text x={0} y={9} dominantBaseline="central" className="fill-muted text-xs">
        {series.map(({ name, colour, points, look }, place) => (
          <tspan key={name}>
            <tspan dx={place === 0 ? 0 : 14} className={FILL[colour - 1]}>
              {look === 'dashed' ? '- -' : look === 'bars' ? '■' : '●'}
            </tspan>
            <tspan dx={5}>{name}</tspan>
            <tspan dx={5} className="fill-ink font-semibold">
              {format(valueAt(points, at))}
            </tspan>
          </tspan>
        ))}
      </text>
      <text x={width} y={timeY} textAnchor="end" dominantBaseline="central" className="fill-muted text-xs">
        {time(at)}
      </text>
    </>
  );
}
