import { useId } from 'react';
import { useWidth } from './use-width.ts';

export interface ColumnItem {
  /** What the column stands for, said on hover. */
  readonly label: string;
  readonly value: number;
}

interface ColumnChartProps {
  readonly label: string;
  /** The picture in words. */
  readonly summary: string;
  /** Columns from left to right; the last may grow yet. */
  readonly items: readonly ColumnItem[];
  readonly ends: readonly [first: string, last: string];
  readonly height: number;
}

const TOP = 18;
const BOTTOM = 20;
const GAP = 2;

/** Counts side by side, with the highest written above its column. The axis starts at zero. */
export function ColumnChart({ label, summary, items, ends, height }: ColumnChartProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const titleId = useId();
  const highest = Math.max(...items.map(({ value }) => value));
  const peak = items.findLastIndex(({ value }) => value === highest);
  const step = width / items.length;
  const base = height - BOTTOM;
  const size = (value: number) => (highest === 0 ? 0 : (value / highest) * (base - TOP));
  return (
    <div ref={element} style={{ height }}>
      {width === 0 ? null : (
        <svg data-chart="" role="img" aria-labelledby={titleId} width={width} height={height}>
          <title id={titleId}>{`${label}: ${summary}`}</title>
          <line x1={0} x2={width} y1={base + 0.5} y2={base + 0.5} className="stroke-line-strong" />
          {items.map((item, index) => (
            <g key={item.label}>
              <title>{item.label}</title>
              <rect x={index * step} y={TOP} width={step} height={base - TOP} className="fill-transparent" />
              <rect
                x={index * step + GAP / 2}
                y={base - size(item.value)}
                width={Math.max(1, step - GAP)}
                height={size(item.value)}
                rx={1}
                className={`fill-accent ${index === items.length - 1 ? 'opacity-50' : 'opacity-85'}`}
              />
            </g>
          ))}
          {highest === 0 ? null : (
            <text
              x={Math.min(Math.max((peak + 0.5) * step, 12), width - 12)}
              y={TOP - 6}
              textAnchor="middle"
              className="fill-ink text-xs"
            >
              {highest}
            </text>
          )}
          <text x={0} y={height - 4} className="fill-muted text-xs">
            {ends[0]}
          </text>
          <text x={width} y={height - 4} textAnchor="end" className="fill-muted text-xs">
            {ends[1]}
          </text>
        </svg>
      )}
    </div>
  );
}
