import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Problem } from '#contracts/common';
import { problemOf } from '../api/problem.ts';
import { ErrorState, StaleNotice } from './states.tsx';

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** The shape of what will come. */
  readonly skeleton: ReactNode;
  /** A friendlier answer to an expected problem; `undefined` leaves it to the general one. */
  readonly renderProblem?: (problem: Problem) => ReactNode | undefined;
  readonly children: (data: Data) => ReactNode;
}

/** The four lives of a query: waiting, failed, failed after it had worked, and there. */
export function Loaded<Data>({ query, skeleton, renderProblem, children }: LoadedProps<Data>) {
  const retry = () => void query.refetch();
  const problem = query.error === null ? null : problemOf(query.error);
  if (query.data !== undefined) {
    return (
      <>
        {problem === null ? null : <StaleNotice problem={problem} onRetry={retry} />}
        {children(query.data)}
      </>
    );
  }
  if (problem === null) return skeleton;
  return renderProblem?.(problem) ?? <ErrorState problem={problem} onRetry={retry} />;
}
