import { type PointerEvent, useState } from 'react';
import { nearest } from './scale.ts';
import type { TimePlot } from './time-layout.ts';

/** A drag shorter than this is a press. */
const LEAST_DRAG_PX = 8;

interface DragUse {
  readonly onZoom: ((from: number, to: number) => void) | undefined;
  /** Called with the time that a press without a drag was at. */
  readonly onPress: ((at: number) => void) | undefined;
}

/** A span marked by the mouse, or a time pressed; touch scrolls the page instead. */
export function useDrag(plot: TimePlot, { onZoom, onPress }: DragUse) {
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState(0);
  const place = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const timeAt = (left: number) => plot.times[nearest(plot.xs, left)];
  const isUsed = onZoom !== undefined || onPress !== undefined;
  const wide = onZoom !== undefined && from !== null && Math.abs(to - from) >= LEAST_DRAG_PX;
  return {
    span: wide ? { left: Math.min(from, to), width: Math.abs(to - from) } : null,
    start: (event: PointerEvent<SVGSVGElement>) => {
      if (!isUsed || event.pointerType !== 'mouse' || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setFrom(place(event));
      setTo(place(event));
    },
    move: (event: PointerEvent<SVGSVGElement>) => {
      if (from !== null) setTo(place(event));
    },
    end: () => {
      setFrom(null);
      if (from === null) return;
      if (!wide) {
        const at = timeAt(from);
        if (at !== undefined && Math.abs(to - from) < LEAST_DRAG_PX) onPress?.(at);
        return;
      }
      const [first, last] = [timeAt(Math.min(from, to)), timeAt(Math.max(from, to))];
      if (first !== undefined && last !== undefined && first < last) onZoom?.(first, last);
    },
    cancel: () => setFrom(null),
  };
}
