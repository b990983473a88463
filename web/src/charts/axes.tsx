interface AxesProps {
  readonly plot: {
    readonly marks: readonly { readonly value: number; readonly y: number }[];
    readonly timeMarks: readonly { readonly at: number; readonly x: number }[];
  };
  readonly width: number;
  readonly height: number;
  /** Room for the values at the right, in pixels. */
  readonly right: number;
  readonly mark: (value: number) => string;
  readonly tick: (at: number) => string;
}

/** Of a chart over time: lines across at round values, and times along the bottom. */
export function Axes({ plot, width, height, right, mark, tick }: AxesProps) {
  const end = Math.max(0, width - right);
  return (
    <>
      {plot.marks.map(({ value, y }) => (
        <g key={value}>
          <line
            x1={0}
            x2={end}
            y1={y}
            y2={y}
            className={value === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={width} y={y} textAnchor="end" dominantBaseline="central" className="fill-muted text-xs">
            {mark(value)}
          </text>
        </g>
      ))}
      {plot.timeMarks.map(({ at, x }) => (
        <text
          key={at}
          x={Math.max(0, Math.min(x, end))}
          y={height - 4}
          textAnchor={x < 24 ? 'start' : x > end - 24 ? 'end' : 'middle'}
          className="fill-muted text-xs"
        >
          {tick(at)}
        </text>
      ))}
    </>
  );
}
