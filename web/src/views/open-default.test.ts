import { QueryClient } from '@tanstack/react-query';
import { isRedirect } from '@tanstack/react-router';
import { describe, expect, it } from 'vitest';
import type { SavedView } from '#contracts/dashboard-views';
import { viewsQuery } from '../api/views.ts';
import { performanceViews } from '../pages/performance/performance-views.ts';
import { openDefault } from './open-default.ts';

const view = (name: string, hours: number, isDefault: boolean): SavedView => ({
  name,
  dashboard_type: 'performance',
  config: { layout: { hours } },
  is_default: isDefault,
  updated_at: '2026-03-10T12:00:00Z',
});

/** Where a page goes that is opened with an address while these views are saved. */
async function opened(search: { hours?: number }, views: readonly SavedView[]): Promise<unknown> {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  queries.setQueryData(viewsQuery('performance').queryKey, views);
  try {
    await openDefault('/performance', performanceViews)({ context: { queries }, search });
    return 'stays';
  } catch (thrown) {
    return isRedirect(thrown) ? thrown.options : thrown;
  }
}

describe('a page opened', () => {
  it('without an address takes that of the default view, in place of the empty one', async () => {
    const views = [view('day', 24, false), view('now', 1, true)];
    expect(await opened({}, views)).toMatchObject({
      to: '/performance',
      search: { hours: 1 },
      replace: true,
    });
  });

  it('with an address, or where no view is the default, stays as it is', async () => {
    expect(await opened({ hours: 6 }, [view('now', 1, true)])).toBe('stays');
    expect(await opened({}, [view('now', 1, false)])).toBe('stays');
  });
});
