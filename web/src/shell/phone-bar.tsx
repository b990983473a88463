import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
import { PopoverPanel, usePopover } from '../ui/popover.tsx';
import { PAGES, type PageEntry } from './pages.ts';

/** Pages in the bar itself; the others are behind its last place. */
const IN_BAR = 4;

const PLACE = 'flex min-w-0 flex-col items-center gap-0.5 px-0.5 py-2 text-xs';
const tone = (here: boolean) => (here ? 'font-semibold text-accent' : 'text-muted');

/** Pages on a phone: the first in a bar at the bottom, all of them in a sheet above it. */
export function PhoneBar() {
  const path = useLocation({ select: (location) => location.pathname });
  const popover = usePopover();
  const isHere = (page: PageEntry) => path.startsWith(page.under);
  const behind = PAGES.slice(IN_BAR).find(isHere);
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {PAGES.slice(0, IN_BAR).map((page) => (
        <PageLink key={page.to} page={page} here={isHere(page)} />
      ))}
      <button type="button" {...popover.trigger} className={`${PLACE} ${tone(behind !== undefined)}`}>
        <Icon name={behind?.icon ?? 'more'} />
        <span className="max-w-full truncate">{behind?.title ?? 'More'}</span>
        <span className="sr-only">, all pages</span>
      </button>
      <PopoverPanel
        parts={popover}
        className="w-[calc(100vw-24px)] justify-self-center p-2 [position-area:block-start_span-all]"
      >
        <ul className="grid grid-cols-3 gap-1">
          {PAGES.map((page) => (
            <li key={page.to}>
              <PageLink page={page} here={isHere(page)} onPress={popover.close} />
            </li>
          ))}
        </ul>
      </PopoverPanel>
    </nav>
  );
}

interface PageLinkProps {
  readonly page: PageEntry;
  readonly here: boolean;
  readonly onPress?: () => void;
}

function PageLink({ page, here, onPress }: PageLinkProps) {
  return (
    <Link
      to={page.to}
      aria-current={here ? 'page' : undefined}
      onClick={onPress}
      className={`${PLACE} rounded-md ${tone(here)}`}
    >
      <Icon name={page.icon} />
      <span className="max-w-full truncate">{page.title}</span>
    </Link>
  );
}
