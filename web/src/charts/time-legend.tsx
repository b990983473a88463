import { FILL } from './series-colours.ts';
import { linesOf, textWidth } from './text-lines.ts';
import { type TimeSeries, valueAt } from './time-layout.ts';

interface LegendProps {
  readonly series: readonly TimeSeries[];
  readonly at: number;
  readonly width: number;
  readonly format: (value: number | null) => string;
  readonly time: (at: number) => string;
}

const LINES = [9, 24] as const;
/** Of one name: its sign and the room around it. */
const SIGN_PX = 38;

/** Text, so that names and values flow as they come, in a saved picture too. What one line has no room for is on a second. */
export function TimeLegend({ series, at, width, format, time }: LegendProps) {
  const entries = series.map((one) => ({ ...one, text: format(valueAt(one.points, at)) }));
  const widths = entries.map(({ name, text }) => textWidth(name) + textWidth(text) + SIGN_PX);
  const lines = linesOf(widths, width);
  const end = time(at);
  const placed = linesOf([...widths, textWidth(end)], width);
  const endLine = placed.at(-1) ?? 0;
  return (
    <>
      {LINES.map((y, line) => (
        <text key={y} x={0} y={y} dominantBaseline="central" className="fill-muted text-xs">
          {entries
            .filter((_, place) => lines[place] === line)
            .map(({ name, colour, look, text }, place) => (
              <tspan key={name}>
                <tspan dx={place === 0 ? 0 : 14} className={FILL[colour - 1]}>
                  {look === 'dashed' ? '- -' : look === 'bars' ? '■' : '●'}
                </tspan>
                <tspan dx={5}>{name}</tspan>
                <tspan dx={5} className="fill-ink font-semibold">
                  {text}
                </tspan>
              </tspan>
            ))}
        </text>
      ))}
      <text
        x={width}
        y={LINES[endLine]}
        textAnchor="end"
        dominantBaseline="central"
        className="fill-muted text-xs"
      >
        {endLine < LINES.length ? end : ''}
      </text>
    </>
  );
}
