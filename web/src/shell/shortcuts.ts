import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { toggleLive } from '../live/live.ts';
import { changeSettings, currentSettings } from '../state/settings.ts';
import { overlay } from './overlays.ts';
import { PAGES } from './pages.ts';

/** For the sheet that `?` opens. Page-independent keys only. */
export const SHORTCUTS: readonly {
  readonly keys: string;
  readonly does: string;
  readonly single: boolean;
}[] = [
  { keys: 'Ctrl K', does: 'Search pages, symbols and actions', single: false },
  { keys: '/', does: 'Search', single: true },
  ...PAGES.map((page) => ({ keys: `g ${page.key}`, does: `Go to ${page.title}`, single: true })),
  { keys: 't', does: 'Light or dark', single: true },
  { keys: 'p', does: 'Pause or resume live updates', single: true },
  { keys: '?', does: 'This list', single: true },
];

const CHORD_MS = 1200;

/** Listens for the shell's keys as long as the page is there. */
export function useShortcuts(): void {
  const router = useRouter();
  useEffect(() => {
    let chordUntil = 0;
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        overlay.set(overlay.get() === 'palette' ? null : 'palette');
        return;
      }
      if (!isFreeKey(event)) return;
      const page = event.timeStamp < chordUntil ? PAGES.find(({ key }) => key === event.key) : undefined;
      chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0;
      if (page !== undefined) void router.navigate({ to: page.to });
      else SINGLE_KEYS[event.key]?.(event);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [router]);
}

const SINGLE_KEYS: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
  '?': () => overlay.set('shortcuts'),
  '/': (event) => {
    event.preventDefault();
    overlay.set('palette');
  },
  t: () => changeSettings({ theme: document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark' }),
  p: toggleLive,
};

/** A key that is typed nowhere and means nothing else: no field, no modifier, no open dialog or menu. */
function isFreeKey(event: KeyboardEvent): boolean {
  if (!currentSettings().singleKeys || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest('input, textarea, select, dialog, [role=menu], [contenteditable]') === null;
}
