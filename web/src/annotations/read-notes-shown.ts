import type { NotesShown } from './notes-shown.ts';

/** Reads an address; what is unknown in it is ignored. */
export function readNotesShown({ notes }: Record<string, unknown>): { readonly notes?: NotesShown } {
  if (notes === 'people' || notes === 'alerts') return { notes };
  return typeof notes === 'string' && /^tag:[^\s,]{1,40}$/.test(notes) ? { notes: notes as NotesShown } : {};
}
