import type { Happening } from '../api/annotations.ts';
import type { ChartMark } from '../charts/chart-marks.ts';
import type { ZoneClock } from '../format/zone-clock.ts';
import type { TimeAxis } from './time-axis.ts';

/** Names an annotation or an alert: their ids are each its own. */
export function keyOf(happening: Happening): string {
  return happening.source === 'person' ? `note-${happening.id}` : `alert-${happening.alert_id}`;
}

/** When it was, by the clocks of a zone. */
export function timeOf({ source, starts_at: starts, ends_at: ends }: Happening, clock: ZoneClock): string {
  const from = Date.parse(starts);
  if (ends !== null) return clock.text(from, Date.parse(ends));
  return source === 'alert' ? `${clock.text(from)}, firing` : clock.text(from);
}

/** How the charts show it. A span within one place of the axis is a moment there. */
export function markOf(happening: Happening, axis: TimeAxis): ChartMark {
  const from = axis.place(Date.parse(happening.starts_at));
  const to = endOf(happening, axis);
  return {
    key: keyOf(happening),
    from,
    to: to === from ? null : to,
    text: happening.text,
    time: timeOf(happening, axis.clock),
    tone: happening.source === 'person' ? 'note' : happening.severity,
  };
}

function endOf({ source, ends_at: ends }: Happening, axis: TimeAxis): number | null {
  // The end is the first moment that does not belong to it.
  if (ends !== null) return axis.place(Date.parse(ends) - 1);
  return source === 'alert' ? Number.POSITIVE_INFINITY : null;
}
