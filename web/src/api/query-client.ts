import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

const MOST_TRIES = 3;

/** The cache of the page. The WebSocket says when figures change, so nothing is polled. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < MOST_TRIES - 1 && problemOf(error).retryable,
        retryDelay: (failures) => Math.random() * 500 * 2 ** failures,
      },
    },
  });
}
