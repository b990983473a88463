import type { IconName } from '../ui/icon.tsx';

export interface PageEntry {
  readonly to:
    | '/business'
    | '/users'
    | '/ai-router'
    | '/advisor'
    | '/performance'
    | '/predictions'
    | '/market'
    | '/alerts'
    | '/docs';
  readonly title: string;
  readonly icon: IconName;
  /** `g` and then this key goes there. */
  readonly key: string;
  /** The rail marks the page as long as the address starts with this. */
  readonly under: string;
}

/** Pages in the rail. A page is listed once it works. */
export const PAGES: readonly PageEntry[] = [
  { to: '/business', title: 'Business', icon: 'business', key: 'b', under: '/business' },
  { to: '/users', title: 'Users', icon: 'users', key: 'u', under: '/users' },
  { to: '/market', title: 'Market', icon: 'market', key: 'm', under: '/market' },
  { to: '/performance', title: 'Performance', icon: 'performance', key: 'p', under: '/performance' },
  { to: '/ai-router', title: 'AI router', icon: 'ai', key: 'a', under: '/ai-router' },
  { to: '/advisor', title: 'Advisor', icon: 'advisor', key: 'v', under: '/advisor' },
  { to: '/predictions', title: 'Predictions', icon: 'predict', key: 'f', under: '/predictions' },
  { to: '/alerts', title: 'Alerts', icon: 'bell', key: 'l', under: '/alerts' },
  { to: '/docs', title: 'Docs', icon: 'docs', key: 'd', under: '/docs' },
];
