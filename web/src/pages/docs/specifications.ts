import { queryOptions } from '@tanstack/react-query';
import { requestJson } from '../../api/client.ts';
import type { AsyncApi } from './async-api.ts';
import type { OpenApi } from './open-api.ts';

/** The server describes itself; its description changes only with its version. */
export const openApiQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => requestJson<OpenApi>('/openapi.json', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const asyncApiQuery = queryOptions({
  queryKey: ['asyncapi'],
  queryFn: ({ signal }) => requestJson<AsyncApi>('/asyncapi.json', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
