import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { problemOf } from '../api/problem.ts';
import { ErrorState } from '../ui/states.tsx';
import { Page } from './page.tsx';

/** What is left of a page that could not be drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="Something went wrong">
      <ErrorState problem={problemOf(error)} onRetry={retry} />
    </Page>
  );
}
