import type { NotesShown } from '../../annotations/notes-shown.ts';
import { readNotesShown } from '../../annotations/read-notes-shown.ts';
import { type PeriodSearch, readPeriodSearch } from '../../format/period-search.ts';

/** The state of the page, as its address holds it. */
export interface BusinessSearch extends PeriodSearch {
  readonly compare?: 'off';
  readonly notes?: NotesShown;
}

/** Reads an address; what is unknown in it is ignored. */
export function readBusinessSearch(search: Record<string, unknown>): BusinessSearch {
  return {
    ...readPeriodSearch(search),
    ...(search['compare'] === 'off' ? { compare: 'off' } : {}),
    ...readNotesShown(search),
  };
}
