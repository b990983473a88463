import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { viewsQuery } from '../api/views.ts';
import type { ViewKind } from './view-kind.ts';

interface Opening<Search> {
  readonly context: { readonly queries: QueryClient };
  readonly search: Search;
}

/**
 * A page opened without anything in its address takes that of the default view. Where the views cannot be had, the page
 * opens without; its menu says why.
 */
export function openDefault<Search extends object>(
  to: '/business' | '/users' | '/performance',
  kind: ViewKind<Search>,
) {
  return async ({ context, search }: Opening<Search>): Promise<void> => {
    if (Object.keys(search).length > 0) return;
    const views = await context.queries
      .fetchQuery({ ...viewsQuery(kind.type), retry: false })
      .catch(() => undefined);
    const view = views?.find((one) => one.is_default);
    if (view !== undefined)
      throw redirect({ to, search: kind.toSearch(view.config, Date.now()), replace: true });
  };
}
