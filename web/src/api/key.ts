import type { Problem } from '#contracts/common';
import { createStore } from '../state/store.ts';

/** The key this tab uses, and the refusal that asked for one. */
interface KeyState {
  readonly key: string | null;
  readonly refusal: Problem | null;
}

const STORAGE_KEY = 'richesreach.key';
const state = createStore<KeyState>({ key: readKey(), refusal: null });

export const useKeyState = state.use;

/** The key of this tab. It lives in session storage, so closing the tab forgets it. */
export function currentKey(): string | null {
  return state.get().key;
}

/** Keeps a key for this tab, or forgets it with `null`. */
export function setKey(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, key);
  } catch {
    // Without storage the key lives as long as the page.
  }
  state.set({ key, refusal: null });
}

/** Says that the server wants a (better) key; the key dialog opens. `null` closes it. */
export function reportRefusal(refusal: Problem | null): void {
  state.set({ ...state.get(), refusal });
}

function readKey(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
