import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { alertsQuery } from './api/alerts.ts';
import type { Adjustment, Timeframe } from './api/market.ts';
import { barsQuery, indexQuery, overviewQuery } from './api/market.ts';
import { anomaliesQuery, outlookQuery, scorecardQuery } from './api/predictions.ts';
import { usersQuery } from './api/users.ts';
import { choiceOf } from './format/period-search.ts';
import { isCalendarDate } from './format/time.ts';
import { readAdvisorSearch } from './pages/advisor/advisor-search.ts';
import { readBusinessSearch } from './pages/business/business-search.ts';
import { businessViews } from './pages/business/business-views.ts';
import { readPerformanceSearch } from './pages/performance/performance-search.ts';
import { performanceViews } from './pages/performance/performance-views.ts';
import { RANGES, type Range } from './pages/symbol/range.ts';
import { readUsersSearch } from './pages/users/users-search.ts';
import { usersViews } from './pages/users/users-views.ts';
import { NotFound } from './shell/not-found.tsx';
import { PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';
import { openDefault } from './views/open-default.ts';

/** What every route may use. */
interface RouteContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouteContext>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/market', replace: true });
  },
});

/** The address of a page is its whole state. What it holds that is unknown is ignored, not an error. */
function oneOf<const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value);
}

const businessRoute = createRoute({
  getParentRoute: () => root,
  path: '/business',
  validateSearch: readBusinessSearch,
  beforeLoad: openDefault('/business', businessViews),
  component: lazyRouteComponent(() => import('./pages/business/business-page.tsx'), 'BusinessPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: readUsersSearch,
  beforeLoad: openDefault('/users', usersViews),
  loaderDeps: ({ search }) => ({ choice: choiceOf(search), zone: search.zone ?? 'UTC' }),
  loader: ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(usersQuery(deps));
  },
  component: lazyRouteComponent(() => import('./pages/users/users-page.tsx'), 'UsersPage'),
});

const performanceRoute = createRoute({
  getParentRoute: () => root,
  path: '/performance',
  validateSearch: readPerformanceSearch,
  beforeLoad: openDefault('/performance', performanceViews),
  component: lazyRouteComponent(() => import('./pages/performance/performance-page.tsx'), 'PerformancePage'),
});

const aiRouterRoute = createRoute({
  getParentRoute: () => root,
  path: '/ai-router',
  component: lazyRouteComponent(() => import('./pages/ai-router/ai-router-page.tsx'), 'AiRouterPage'),
});

interface PredictionsSearch {
  readonly symbol?: string;
}

const predictionsRoute = createRoute({
  getParentRoute: () => root,
  path: '/predictions',
  validateSearch: (search: Record<string, unknown>): PredictionsSearch =>
    typeof search['symbol'] === 'string' ? { symbol: search['symbol'] } : {},
  loaderDeps: ({ search }) => ({ symbol: search.symbol }),
  loader: ({ context: { queries }, deps: { symbol } }) => {
    void queries.prefetchQuery(scorecardQuery);
    void queries.prefetchQuery(anomaliesQuery);
    if (symbol !== undefined) void queries.prefetchQuery(outlookQuery(symbol));
  },
  component: lazyRouteComponent(() => import('./pages/predictions/predictions-page.tsx'), 'PredictionsPage'),
});

const advisorRoute = createRoute({
  getParentRoute: () => root,
  path: '/advisor',
  validateSearch: readAdvisorSearch,
  component: lazyRouteComponent(() => import('./pages/advisor/advisor-page.tsx'), 'AdvisorPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(alertsQuery('all'));
  },
  component: lazyRouteComponent(() => import('./pages/alerts/alerts-page.tsx'), 'AlertsPage'),
});

interface MarketSearch {
  readonly as_of?: string | undefined;
  readonly timeframe?: Timeframe;
  readonly active?: 'volume' | 'dollars';
}

const marketRoute = createRoute({
  getParentRoute: () => root,
  path: '/market',
  validateSearch: (search: Record<string, unknown>): MarketSearch => {
    const timeframe = oneOf(['1w', '1m'], search['timeframe']);
    const active = oneOf(['dollars'], search['active']);
    return {
      ...(isCalendarDate(search['as_of']) ? { as_of: search['as_of'] } : {}),
      ...(timeframe === undefined ? {} : { timeframe }),
      ...(active === undefined ? {} : { active }),
    };
  },
  loaderDeps: ({ search }) => ({ asOf: search.as_of, timeframe: search.timeframe ?? '1d' }),
  // Asked for while the page itself is still on its way.
  loader: ({ context: { queries }, deps: { asOf, timeframe } }) => {
    void queries.prefetchQuery(overviewQuery(asOf));
    void queries.prefetchQuery(indexQuery(asOf, timeframe));
  },
  component: lazyRouteComponent(() => import('./pages/market/market-page.tsx'), 'MarketPage'),
});

interface SymbolSearch {
  readonly as_of?: string | undefined;
  readonly adjustment?: Adjustment;
  readonly range?: Range;
}

const symbolRoute = createRoute({
  getParentRoute: () => root,
  path: '/market/$symbol',
  validateSearch: (search: Record<string, unknown>): SymbolSearch => {
    const adjustment = oneOf(['raw', 'all'], search['adjustment']);
    const range = oneOf(RANGES, search['range']);
    return {
      ...(isCalendarDate(search['as_of']) ? { as_of: search['as_of'] } : {}),
      ...(adjustment === undefined ? {} : { adjustment }),
      ...(range === undefined ? {} : { range }),
    };
  },
  loaderDeps: ({ search }) => ({ asOf: search.as_of, adjustment: search.adjustment ?? 'splits' }),
  loader: ({ context: { queries }, params: { symbol }, deps: { asOf, adjustment } }) => {
    void queries.prefetchQuery(barsQuery(symbol, adjustment, asOf));
  },
  component: lazyRouteComponent(() => import('./pages/symbol/symbol-page.tsx'), 'SymbolPage'),
});

const docs = createRoute({
  getParentRoute: () => root,
  path: '/docs',
  beforeLoad: () => {
    throw redirect({ to: '/docs/$reference', params: { reference: 'analytics' }, replace: true });
  },
});

interface DocsSearch {
  /** Id of the operation or name of the channel. */
  readonly at?: string | undefined;
}

const docsRoute = createRoute({
  getParentRoute: () => root,
  path: '/docs/$reference',
  validateSearch: (search: Record<string, unknown>): DocsSearch =>
    typeof search['at'] === 'string' ? { at: search['at'] } : {},
  component: lazyRouteComponent(() => import('./pages/docs/docs-page.tsx'), 'DocsPage'),
});

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      home,
      businessRoute,
      usersRoute,
      performanceRoute,
      aiRouterRoute,
      advisorRoute,
      alertsRoute,
      predictionsRoute,
      marketRoute,
      symbolRoute,
      docs,
      docsRoute,
    ]),
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
