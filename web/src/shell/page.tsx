import { type ReactNode, useEffect } from 'react';
import { IconButton } from '../ui/button.tsx';
import { overlay } from './overlays.ts';
import { SearchButton } from './search-button.tsx';
import { SettingsMenu } from './settings-menu.tsx';

interface PageProps {
  readonly title: string;
  /** Before the title, for instance the page above. */
  readonly crumbs?: ReactNode;
  /** Time, freshness and such, under or beside the title. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: a bar that stays, and the page. */
export function Page({ title, crumbs, controls, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · RichesReach`;
  }, [title]);
  return (
    <div className="flex min-w-0 grow flex-col">
      <header className="sticky top-0 z-20 flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line bg-ground px-4 py-2 sm:min-h-13 lg:px-5">
        <div className="flex min-w-0 items-baseline gap-1.5 text-muted">
          {crumbs}
          <h1 className="truncate text-lg font-semibold text-ink">{title}</h1>
        </div>
        <div className="flex items-center gap-1 max-md:ml-auto md:order-3">
          <SearchButton />
          <SettingsMenu />
          <IconButton
            icon="keyboard"
            label="Keyboard shortcuts"
            className="size-8 max-sm:hidden"
            onClick={() => overlay.set('shortcuts')}
          />
        </div>
        <div className="flex flex-wrap items-center gap-1.5 max-md:w-full md:order-2 md:ml-auto">
          {controls}
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex min-w-0 grow flex-col gap-3 p-4 outline-none max-sm:p-3 max-sm:pb-20 lg:p-5"
      >
        {children}
      </main>
    </div>
  );
}
