import type { UseQueryResult } from '@tanstack/react-query';
import type { Happenings } from '../api/annotations.ts';
import type { ZoneClock } from '../format/zone-clock.ts';
import { Dialog } from '../ui/dialog.tsx';
import { keyOf } from './mark-of.ts';
import { NoteForm } from './note-form.tsx';
import { NotesList } from './notes-list.tsx';
import { isShown, type NotesFilter } from './notes-shown.ts';
import type { Opened } from './opened.ts';

interface NotesDialogProps {
  readonly query: UseQueryResult<Happenings>;
  readonly opened: Opened;
  readonly clock: ZoneClock;
  readonly filter: NotesFilter | undefined;
  readonly onOpen: (opened: Opened) => void;
  readonly onClose: () => void;
}

const TITLES: Readonly<Record<Opened['view'], string>> = {
  list: 'Notes',
  new: 'New note',
  change: 'Change note',
};

/** One dialog for the list and the form, so that the focus comes back to where it was opened from. */
export function NotesDialog({ query, opened, clock, filter, onOpen, onClose }: NotesDialogProps) {
  return (
    <Dialog title={TITLES[opened.view]} onClose={onClose}>
      {opened.view === 'list' ? (
        <NotesList
          query={query}
          isListed={(one) => opened.keys?.includes(keyOf(one)) ?? isShown(one, filter?.shown)}
          filter={opened.keys === undefined ? filter : undefined}
          clock={clock}
          onAdd={() => onOpen({ view: 'new', startsMs: Date.now() })}
          onChange={(annotation) => onOpen({ view: 'change', annotation })}
        />
      ) : (
        <NoteForm opened={opened} clock={clock} onDone={onClose} />
      )}
    </Dialog>
  );
}
