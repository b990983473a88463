import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Scope, Whoami } from '#contracts/access';
import { requestJson } from './client.ts';

/** Asked once; another key of this tab has everything asked again. */
const whoamiQuery = queryOptions({
  queryKey: ['access', 'whoami'],
  queryFn: ({ signal }): Promise<Whoami> => requestJson('/access/whoami', { signal, background: true }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether the key of this tab holds a scope; not until the server has said so. */
export function useMay(scope: Scope): boolean {
  const scopes = useQuery(whoamiQuery).data?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes('admin');
}
