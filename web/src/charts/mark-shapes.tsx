import type { MarkTone } from './chart-marks.ts';
import type { PlacedMark } from './mark-layout.ts';

interface MarkShapesProps {
  readonly placed: readonly PlacedMark[];
  readonly top: number;
  readonly bottom: number;
}

const LINE: Readonly<Record<MarkTone, string>> = {
  note: 'stroke-ink',
  info: 'stroke-muted',
  warning: 'stroke-warn',
  critical: 'stroke-danger',
};
const SHADE: Readonly<Record<MarkTone, string>> = {
  note: 'fill-ink',
  info: 'fill-muted',
  warning: 'fill-warn',
  critical: 'fill-danger',
};

/** Behind the figures: a line at a moment, a shade over a span. */
export function MarkShapes({ placed, top, bottom }: MarkShapesProps) {
  return placed.map(({ mark: { key, tone }, left, right }) => (
    <g key={key} data-mark={tone}>
      {right === left ? null : (
        <rect
          x={left}
          y={top}
          width={right - left}
          height={bottom - top}
          className={`${SHADE[tone]} opacity-8`}
        />
      )}
      <line x1={left} x2={left} y1={top} y2={bottom} className={`${LINE[tone]} opacity-60`} />
    </g>
  ));
}
