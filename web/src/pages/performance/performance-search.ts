import type { NotesShown } from '../../annotations/notes-shown.ts';
import { readNotesShown } from '../../annotations/read-notes-shown.ts';

/** Spans the page can show, in hours. */
export const SPANS = ['1', '6', '24', '48'] as const;
export type Span = (typeof SPANS)[number];

export const USUAL_HOURS = 24;

export interface PerformanceSearch {
  readonly hours?: number;
  readonly notes?: NotesShown;
}

/** Reads an address; what is unknown in it is ignored. */
export function readPerformanceSearch(search: Record<string, unknown>): PerformanceSearch {
  const span = SPANS.find((one) => one === String(search['hours']));
  return { ...(span === undefined ? {} : { hours: Number(span) }), ...readNotesShown(search) };
}
