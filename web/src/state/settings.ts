import { createStore } from './store.ts';

type Theme = 'light' | 'dark' | 'system';
type ChangeColours = 'green-red' | 'blue-orange';

/** What a person has chosen for this browser. Never holds a key. */
export interface Settings {
  readonly theme: Theme;
  /** Colours of gains and losses; blue and orange are told apart by every common kind of colour vision. */
  readonly changeColours: ChangeColours;
  /** Whether single keys such as `?` act. Speech input and some assistive tools need them off. */
  readonly singleKeys: boolean;
}

const STORAGE_KEY = 'richesreach.settings';

const settings = createStore(readSettings(stored()));
const resolvedTheme = createStore<'light' | 'dark'>('light');

export const useSettings = settings.use;
/** The theme in effect, with `system` resolved. */
export const useResolvedTheme = resolvedTheme.use;

export function currentSettings(): Settings {
  return settings.get();
}

export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.get(), ...change });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings.get()));
  } catch {
    // Where storage is blocked the choice lasts as long as the page.
  }
  apply();
}

/** Puts the settings on the page, now and whenever the system's own theme changes. */
export function startSettings(): void {
  apply();
  systemDark().addEventListener('change', apply);
}

/** Settings from their stored text; anything unknown falls back to its default. */
export function readSettings(text: string | null): Settings {
  const saved = parseObject(text);
  const theme = saved['theme'];
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    changeColours: saved['changeColours'] === 'blue-orange' ? 'blue-orange' : 'green-red',
    singleKeys: saved['singleKeys'] !== false,
  };
}

function apply(): void {
  const { theme, changeColours } = settings.get();
  const resolved = theme === 'system' ? (systemDark().matches ? 'dark' : 'light') : theme;
  if (resolved !== document.documentElement.dataset['theme']) withoutTransitions();
  document.documentElement.dataset['theme'] = resolved;
  document.documentElement.dataset['changes'] = changeColours;
  resolvedTheme.set(resolved);
}

/** Every colour of the page changes: to fade each of them would cost many frames. */
function withoutTransitions(): void {
  const { dataset } = document.documentElement;
  dataset['still'] = '';
  requestAnimationFrame(() => requestAnimationFrame(() => delete dataset['still']));
}

function systemDark(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function parseObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
