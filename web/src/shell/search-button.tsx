import { Icon } from '../ui/icon.tsx';
import { overlay } from './overlays.ts';

/** Opens the command palette. */
export function SearchButton() {
  return (
    <button
      type="button"
      title="Search pages, symbols and actions"
      aria-keyshortcuts="Control+K"
      onClick={() => overlay.set('palette')}
      className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted transition-colors duration-150 hover:border-line-strong hover:text-ink"
    >
      <Icon name="search" />
      <span className="max-lg:sr-only">Search</span>
      <kbd
        aria-hidden="true"
        className="rounded-sm border border-line px-1 font-sans text-xs max-lg:hidden lg:ml-6"
      >
        Ctrl K
      </kbd>
    </button>
  );
}
