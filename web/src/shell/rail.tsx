import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
import { PAGES } from './pages.ts';

/** Pages: a rail at the left, icons only where it is narrow, a bar at the bottom on a phone. */
export function Rail() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <nav
      aria-label="Pages"
      className="z-30 flex border-line bg-surface max-sm:fixed max-sm:inset-x-0 max-sm:overflow-x-auto max-sm:bottom-0 max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:sticky sm:top-0 sm:h-dvh sm:w-14 sm:shrink-0 sm:flex-col sm:gap-1 sm:border-r sm:p-2 xl:w-48"
    >
      <Link
        to="/market"
        className="mb-2 flex h-9 items-center gap-2.5 rounded-md px-2 text-base font-semibold max-sm:hidden"
      >
        <img src="/favicon.svg" alt="" width={22} height={22} />
        <span className="max-xl:sr-only">RichesReach</span>
      </Link>
      {PAGES.map((page) => {
        const here = path.startsWith(page.under);
        return (
          <Link
            key={page.to}
            to={page.to}
            aria-current={here ? 'page' : undefined}
            title={page.title}
            className={`flex items-center gap-2.5 rounded-md transition-colors duration-150 max-sm:min-w-20 max-sm:grow max-sm:flex-col max-sm:gap-0.5 max-sm:py-2 max-sm:text-xs sm:h-9 sm:px-3 xl:px-2.5 ${here ? 'bg-sunken font-semibold text-ink max-sm:bg-transparent max-sm:text-accent' : 'text-muted hover:bg-sunken hover:text-ink'}`}
          >
            <Icon name={page.icon} />
            <span className="sm:max-xl:sr-only">{page.title}</span>
          </Link>
        );
      })}
    </nav>
  );
}
