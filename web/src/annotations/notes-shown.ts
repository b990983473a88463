import type { Happening } from '../api/annotations.ts';

/** Which of what happened a page shows, as its address holds it; all of it where nothing is said. */
export type NotesShown = 'people' | 'alerts' | `tag:${string}`;

/** The choice and how it is changed. */
export interface NotesFilter {
  readonly shown: NotesShown | undefined;
  readonly onShown: (shown: NotesShown | undefined) => void;
}

export function isShown({ source, tags }: Happening, shown: NotesShown | undefined): boolean {
  if (shown === undefined) return true;
  if (shown === 'people') return source === 'person';
  if (shown === 'alerts') return source === 'alert';
  return source === 'person' && tags.includes(tagOf(shown));
}

/** What can be chosen where this has happened, and what is. */
export function shownChoices(list: readonly Happening[], shown: NotesShown | undefined) {
  const tags = list.flatMap((one) => (one.source === 'person' ? one.tags.map(toTag) : []));
  const values = new Set<NotesShown>([
    'people',
    'alerts',
    ...tags.sort(),
    ...(shown === undefined ? [] : [shown]),
  ]);
  return [
    { value: '', label: 'Everything' } as const,
    ...[...values].map((value) => ({ value, label: shownText(value) })),
  ];
}

export function shownText(shown: NotesShown): string {
  if (shown === 'people') return 'Of people';
  return shown === 'alerts' ? 'Alerts' : tagOf(shown);
}

const toTag = (tag: string): NotesShown => `tag:${tag}`;
const tagOf = (shown: NotesShown) => shown.slice('tag:'.length);
