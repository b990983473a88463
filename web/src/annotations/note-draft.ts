import type { Annotation } from '#contracts/annotations';
import type { AnnotationDraft, DashboardName } from '../api/annotations.ts';
import type { ZoneClock } from '../format/zone-clock.ts';

/** What stands in the fields of the form; times as the clocks of the zone show them. */
export interface NoteDraft {
  readonly text: string;
  readonly starts: string;
  readonly ends: string;
  readonly tags: string;
  readonly dashboards: readonly DashboardName[];
}

export function newDraft(startsMs: number, clock: ZoneClock): NoteDraft {
  return { text: '', starts: clock.wall(startsMs), ends: '', tags: '', dashboards: [] };
}

export function draftOf(annotation: Annotation, clock: ZoneClock): NoteDraft {
  const { text, starts_at, ends_at, tags, dashboards } = annotation;
  return {
    text,
    starts: clock.wall(Date.parse(starts_at)),
    ends: ends_at === null ? '' : clock.wall(Date.parse(ends_at)),
    tags: tags.join(' '),
    dashboards,
  };
}

/** What is stored. A time left as it was keeps its seconds, which the fields do not show. */
export function bodyOf(draft: NoteDraft, clock: ZoneClock, old: Annotation | undefined): AnnotationDraft {
  const instant = (wall: string, before: string | null | undefined) => {
    if (before != null && clock.wall(Date.parse(before)) === wall) return before;
    return new Date(clock.moment(wall)).toISOString();
  };
  return {
    text: draft.text,
    starts_at: instant(draft.starts, old?.starts_at),
    ends_at: draft.ends === '' ? null : instant(draft.ends, old?.ends_at),
    tags: [...new Set(draft.tags.split(/[\s,]+/).flatMap((tag) => tag || []))],
    dashboards: [...draft.dashboards],
  };
}
