import type { UseQueryResult } from '@tanstack/react-query';
import type { Happenings } from '../api/annotations.ts';
import type { ZoneClock } from '../format/zone-clock.ts';
import { Dialog } from '../ui/dialog.tsx';
import { keyOf } from './mark-of.ts';
import { NoteForm } from './note-form.tsx';
import { NotesList } from './notes-list.tsx';
import type { Opened } from './opened.ts';

interface NotesDialogProps {
  readonly query: UseQueryResult<Happenings>;
  readonly opened: Opened;
  readonly clock: ZoneClock;
  readonly onOpen: (opened: Opened) => void;
  readonly onClose: () => void;
}

const TITLES: Readonly<Record<Opened['view'], string>> = {
  list: 'Notes',
  new: 'New note',
  change: 'Change note',
};

/** One dialog for the list and the form, so that the focus comes back to where it was opened from. */
export function NotesDialog({ query, opened, clock, onOpen, onClose }: NotesDialogProps) {
  return (
    <Dialog title={TITLES[opened.view]} onClose={onClose}>
      {opened.view === 'list' ? (
        <NotesList
          query={query}
          isShown={(happening) => opened.keys?.includes(keyOf(happening)) ?? true}
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
