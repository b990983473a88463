import { direction } from '../format/numbers.ts';
import { extent, linear } from './scale.ts';
import { useWidth } from './use-width.ts';

export interface BarItem {
  readonly label: string;
  readonly value: number | null;
  /** The value as text, beside its bar. */
  readonly text: string;
  readonly tone?: 'up' | 'down' | 'flat';
}

interface BarListProps {
  readonly label: string;
  readonly items: readonly BarItem[];
  /** Changes grow from a zero line to both sides; counts only to the right. */
  readonly signed?: boolean;
  readonly labelWidth?: number;
  readonly rowHeight?: number;
}

const FILL = { up: 'fill-gain', down: 'fill-loss', flat: 'fill-accent' } as const;
const VALUE_PX = 64;
const BAR_PX = 14;

/** Horizontal bars with their label and value beside them. The axis always starts at zero. */
export function BarList({ label, items, signed = false, labelWidth = 150, rowHeight = 28 }: BarListProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [low, high] = extent(items.map((item) => item.value ?? 0));
  const start = Math.min(labelWidth, width * 0.48) + 8;
  const end = Math.max(start, width - VALUE_PX);
  // Without any value there is nothing to scale by, and every bar has no length.
  const x = low === 0 && high === 0 ? () => start : linear(Math.min(0, low), Math.max(0, high), start, end);
  const zero = x(0);
  const height = items.length * rowHeight;
  return (
    <div ref={element} style={{ height }}>
      {width === 0 ? null : (
        <svg data-chart="" role="img" aria-label={`${label}: ${spoken(items)}`} width={width} height={height}>
          {signed ? (
            <line x1={zero} x2={zero} y1={0} y2={height} className="stroke-line-strong" strokeWidth={1} />
          ) : null}
          {items.map((item, index) => (
            <Bar
              key={item.label}
              item={item}
              middle={index * rowHeight + rowHeight / 2}
              from={zero}
              to={x(item.value ?? 0)}
              labelEnd={start - 8}
              width={width}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

interface BarProps {
  readonly item: BarItem;
  readonly middle: number;
  readonly from: number;
  readonly to: number;
  readonly labelEnd: number;
  readonly width: number;
}

function Bar({ item, middle, from, to, labelEnd, width }: BarProps) {
  const tone = item.tone ?? direction(item.value);
  const textTone = { up: 'fill-gain', down: 'fill-loss', flat: 'fill-ink' }[tone];
  return (
    <g>
      <text x={0} y={middle} dominantBaseline="central" className="fill-ink text-xs">
        {fitted(item.label, labelEnd)}
      </text>
      <rect
        x={Math.min(from, to)}
        y={middle - BAR_PX / 2}
        width={Math.max(item.value === 0 || item.value === null ? 0 : 1, Math.abs(to - from))}
        height={BAR_PX}
        rx={2}
        className={`${FILL[tone]} opacity-85`}
      />
      <text
        x={width}
        y={middle}
        dominantBaseline="central"
        textAnchor="end"
        className={`${textTone} text-xs`}
      >
        {item.text}
      </text>
    </g>
  );
}

/** A label cut to the room there is; twelve-pixel text is about 6.6 pixels a letter. */
function fitted(label: string, room: number): string {
  const letters = Math.max(4, Math.floor(room / 6.4));
  return label.length <= letters ? label : `${label.slice(0, letters - 1).trimEnd()}…`;
}

function spoken(items: readonly BarItem[]): string {
  return items.map((item) => `${item.label} ${item.text}`).join(', ');
}
