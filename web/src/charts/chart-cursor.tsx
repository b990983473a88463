interface ChartCursorProps {
  readonly label: string;
  /** How many places the cursor can stand at. */
  readonly length: number;
  readonly at: number;
  /** What is at the cursor, in words. */
  readonly text: string;
  readonly onMove: (index: number) => void;
  readonly onLeave: () => void;
  /** Enter takes the place. */
  readonly onTake?: (() => void) | undefined;
}

/**
 * Lays a slider over a chart, unseen: with it the keyboard moves the crosshair and a screen reader says what is there.
 * Its parent must be `relative`; the pointer goes through to the chart.
 */
export function ChartCursor({ label, length, at, text, onMove, onLeave, onTake }: ChartCursorProps) {
  return (
    <input
      type="range"
      min={0}
      max={Math.max(0, length - 1)}
      value={Math.max(0, at)}
      aria-label={label}
      aria-valuetext={text}
      onChange={(event) => onMove(Number(event.target.value))}
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onTake?.();
      }}
      aria-keyshortcuts={onTake === undefined ? undefined : 'Enter'}
      className="pointer-events-none absolute inset-0 z-10 size-full appearance-none rounded-sm bg-transparent [&::-moz-range-thumb]:opacity-0 [&::-webkit-slider-thumb]:opacity-0"
    />
  );
}
