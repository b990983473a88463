import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { SavedView, SaveView, ViewsAnswer } from '#contracts/dashboard-views';
import { requestJson } from './client.ts';

/** Dashboards whose pages have saved views. */
export type ViewedDashboard = 'business_intelligence' | 'user_analytics' | 'performance';

const listAddress = (type: ViewedDashboard) => `/analytics/dashboards/${type}/views`;
const address = (type: ViewedDashboard, name: string) => `${listAddress(type)}/${encodeURIComponent(name)}`;

/** Views that this key has saved of a dashboard, by name. */
export function viewsQuery(type: ViewedDashboard) {
  return queryOptions({
    queryKey: ['views', type],
    queryFn: async ({ signal }): Promise<readonly SavedView[]> =>
      (await requestJson<Static<typeof ViewsAnswer>>(listAddress(type), { signal })).views,
  });
}

/** Saves a view, or replaces the one of this name. */
export function useSaveView(type: ViewedDashboard) {
  return useChange(type, ({ name, ...body }: Static<typeof SaveView> & { readonly name: string }) =>
    requestJson(address(type, name), { method: 'PUT', body }),
  );
}

export function useDeleteView(type: ViewedDashboard) {
  return useChange(type, (name: string) => requestJson(address(type, name), { method: 'DELETE' }));
}

/** A change after which the list is asked again. */
function useChange<Input, Output>(type: ViewedDashboard, change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Without a network one is told at once, instead of having it done unseen later.
    networkMode: 'always',
    onSettled: () => queries.invalidateQueries({ queryKey: viewsQuery(type).queryKey }),
  });
}
