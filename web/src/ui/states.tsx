import type { ReactNode } from 'react';
import type { Problem } from '#contracts/common';
import { Button } from './button.tsx';
import { CodeBlock } from './clipboard.tsx';
import { Icon } from './icon.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly command?: { readonly label: string; readonly code: string };
  readonly action?: ReactNode;
}

/** Nothing here yet: what to do about it, with a command to copy. */
export function EmptyState({ title, children, command, action }: EmptyStateProps) {
  return (
    <section className="panel mx-auto my-10 flex w-full max-w-2xl flex-col gap-3 p-6">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="text-base text-muted">{children}</div>
      {command === undefined ? null : <CodeBlock code={command.code} head={command.label} />}
      {action}
    </section>
  );
}

interface ErrorStateProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** What failed, why, and what to do. */
export function ErrorState({ problem, onRetry }: ErrorStateProps) {
  return (
    <section role="alert" className="panel mx-auto my-10 flex w-full max-w-2xl flex-col gap-3 p-6">
      <h2 className="flex items-center gap-2 text-lg font-semibold">
        <span className="text-danger">
          <Icon name="alert" />
        </span>
        {problem.title}
      </h2>
      <p className="text-base text-muted">{problem.detail}</p>
      <ProblemFacts problem={problem} />
      <div>
        <Button icon="retry" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </section>
  );
}

/** Shown above figures that could not be brought up to date. They stay, marked as old. */
export function StaleNotice({ problem, onRetry }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-warn-soft px-3 py-2 text-warn"
    >
      <Icon name="alert" />
      <span className="grow">
        These figures are stale: {problem.detail}
        {problem.request_id === '' ? null : <span className="font-mono text-xs"> {problem.request_id}</span>}
      </span>
      <button type="button" onClick={onRetry} className="rounded-sm font-semibold underline">
        Try again
      </button>
    </div>
  );
}

function ProblemFacts({ problem }: { readonly problem: Problem }) {
  const page = problem.type.startsWith('/problems/') ? problem.type : null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs text-muted">
      <dt>Code</dt>
      <dd className="font-mono">
        {page === null ? (
          problem.code
        ) : (
          <a className="text-accent underline" href={page}>
            {problem.code}
          </a>
        )}
      </dd>
      {problem.request_id === '' ? null : (
        <>
          <dt>Request</dt>
          <dd className="font-mono break-all">{problem.request_id}</dd>
        </>
      )}
    </dl>
  );
}
