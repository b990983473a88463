import { useWidth } from './use-width.ts';

export interface SplitPart {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly tone: 'up' | 'down' | 'flat';
}

const FILL = { up: 'fill-gain', down: 'fill-loss', flat: 'fill-line-strong' } as const;
const INK = { up: 'fill-gain', down: 'fill-loss', flat: 'fill-muted' } as const;
const BAR_PX = 10;
const HEIGHT = 34;
const GAP = 2;

/** Parts of one whole, side by side, each with its name and value above its end of the bar. */
export function SplitBar({ label, parts }: { readonly label: string; readonly parts: readonly SplitPart[] }) {
  const [element, width] = useWidth<HTMLDivElement>();
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const first = parts[0];
  const last = parts.at(-1);
  return (
    <div ref={element} style={{ height: HEIGHT }}>
      {width === 0 || first === undefined || last === undefined ? null : (
        <svg
          data-chart=""
          role="img"
          aria-label={`${label}: ${parts.map((part) => `${part.label} ${part.text}`).join(', ')}`}
          width={width}
          height={HEIGHT}
        >
          <text x={0} y={9} dominantBaseline="central" className={`${INK[first.tone]} text-xs`}>
            {first.label} {first.text}
          </text>
          <text
            x={width}
            y={9}
            dominantBaseline="central"
            textAnchor="end"
            className={`${INK[last.tone]} text-xs`}
          >
            {last.text} {last.label}
          </text>
          {total > 0 ? null : (
            <rect y={HEIGHT - BAR_PX - 2} width={width} height={BAR_PX} rx={2} className="fill-sunken" />
          )}
          {segments(parts, total, width).map(({ part, x, size }) => (
            <rect
              key={part.label}
              x={x}
              y={HEIGHT - BAR_PX - 2}
              width={size}
              height={BAR_PX}
              rx={2}
              className={`${FILL[part.tone]} opacity-85`}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

function segments(parts: readonly SplitPart[], total: number, width: number) {
  const shown = parts.filter((part) => part.value > 0);
  const room = width - GAP * Math.max(0, shown.length - 1);
  let x = 0;
  return shown.map((part) => {
    const size = total === 0 ? 0 : (part.value / total) * room;
    const segment = { part, x, size };
    x += size + GAP;
    return segment;
  });
}
