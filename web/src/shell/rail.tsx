import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
import { PAGES } from './pages.ts';

/** Pages: a rail at the left, icons only where it is narrow; phones have a bar of their own. */
export function Rail() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <nav
      aria-label="Pages"
      className="sticky top-0 z-30 flex h-dvh w-14 shrink-0 flex-col gap-1 border-r border-line bg-surface p-2 max-sm:hidden xl:w-48"
    >
      <Link
        to="/market"
        className="mb-2 flex h-9 items-center gap-2.5 rounded-md px-2 text-base font-semibold"
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
            className={`flex h-9 items-center gap-2.5 rounded-md px-3 transition-colors duration-150 xl:px-2.5 ${here ? 'bg-sunken font-semibold text-ink' : 'text-muted hover:bg-sunken hover:text-ink'}`}
          >
            <Icon name={page.icon} />
            <span className="max-xl:sr-only">{page.title}</span>
          </Link>
        );
      })}
    </nav>
  );
}
