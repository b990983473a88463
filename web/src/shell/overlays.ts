import { createStore } from '../state/store.ts';

/** The one overlay of the shell that is open. */
export const overlay = createStore<'palette' | 'shortcuts' | 'key' | null>(null);

export function closeOverlay(): void {
  overlay.set(null);
}
