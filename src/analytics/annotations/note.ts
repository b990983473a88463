import type { AnnotationBody, AnnotationChange } from '#contracts/annotations';
import type { Note } from './annotation-store.ts';
import { instant, refused } from './wanted.ts';

/** The note a body asks for; one without a time is of `nowMs`. Throws `invalid-fields`. */
export function noteOf(body: AnnotationBody, nowMs: number): Note {
  const now: Note = { text: '', startsAt: new Date(nowMs), endsAt: null, tags: [], dashboards: [] };
  return changed(now, body);
}

/** A note after a change; what the change leaves out stays. Throws `invalid-fields`. */
export function changed(note: Note, change: AnnotationChange): Note {
  const { text, starts_at: starts, ends_at: ends, tags, dashboards } = change;
  const next: Note = {
    text: text === undefined ? note.text : cleaned(text),
    startsAt: starts === undefined ? note.startsAt : instant(starts, '/starts_at'),
    endsAt: ends === undefined ? note.endsAt : ends === null ? null : instant(ends, '/ends_at'),
    tags: [...new Set(tags ?? note.tags)],
    dashboards: [...new Set(dashboards ?? note.dashboards)],
  };
  if (next.endsAt !== null && next.endsAt <= next.startsAt)
    throw refused(
      '/ends_at',
      `must be later than the start, ${next.startsAt.toISOString()}; null for a moment`,
    );
  return next;
}

function cleaned(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw refused('/text', 'is blank; say what happened');
  if (trimmed.includes('\0')) throw refused('/text', 'has a NUL character, which cannot be stored');
  return trimmed;
}
