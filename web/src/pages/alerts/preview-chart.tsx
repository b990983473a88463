import type { RulePreview } from '#contracts/alerts';
import { extent, linear } from '../../charts/scale.ts';
import { quantity } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';

const WIDTH = 600;
const HEIGHT = 96;
const EDGE = 6;
/** A span of a second is seen, too. */
const LEAST_WIDTH = 2;

interface PreviewChartProps {
  readonly preview: RulePreview;
  readonly label: string;
}

/** What a rule saw over a period, its threshold, and behind them when it would have fired. */
export function PreviewChart({ preview, label }: PreviewChartProps) {
  const { from, to, spans, values, threshold } = preview;
  const x = linear(Date.parse(from), Date.parse(to), 0, WIDTH);
  const shown = values.length === 0 ? [] : values.flatMap(({ low, high }) => [low, high]);
  const [low, high] = extent(threshold === null || shown.length === 0 ? shown : [...shown, threshold]);
  const y = linear(low, high, HEIGHT - EDGE, EDGE);
  const corner = (at: string, value: number) => `${x(Date.parse(at)).toFixed(1)},${y(value).toFixed(1)}`;
  const band = [
    ...values.map((part) => corner(part.at, part.high)),
    ...values.toReversed().map((part) => corner(part.at, part.low)),
  ];
  return (
    <figure className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full rounded-md bg-sunken"
      >
        {spans.map(({ subject, fired_at, resolved_at }) => {
          const start = x(Date.parse(fired_at));
          const width = Math.max(LEAST_WIDTH, x(Date.parse(resolved_at ?? to)) - start);
          return (
            <rect
              key={`${subject} ${fired_at}`}
              x={Math.min(start, WIDTH - LEAST_WIDTH)}
              width={width}
              height={HEIGHT}
              className="fill-warn opacity-30"
            />
          );
        })}
        {shown.length === 0 || threshold === null ? null : (
          <line
            x1={0}
            x2={WIDTH}
            y1={y(threshold)}
            y2={y(threshold)}
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
            className="stroke-danger"
          />
        )}
        <polygon
          points={band.join(' ')}
          vectorEffect="non-scaling-stroke"
          className="fill-accent stroke-accent"
        />
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
        <span>{moment(Date.parse(from))}</span>
        {shown.length === 0 ? null : (
          <span>
            {quantity(extent(shown)[0], '')} to {quantity(extent(shown)[1], '')}
          </span>
        )}
        <span>{moment(Date.parse(to))}</span>
      </figcaption>
    </figure>
  );
}
