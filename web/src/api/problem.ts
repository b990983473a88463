import type { Problem } from '#contracts/common';

/** A request that failed, with the server's own account of it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** What to show for anything thrown: the server's problem, or one made here where no answer came. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return localProblem('page-error', 'The page could not show this', detail, false);
}

/** The server could not be reached, so there is no request id either. */
export function unreachable(): Problem {
  return localProblem(
    'unreachable',
    'The server does not answer',
    'No answer came. Check that the server runs and that this machine can reach it, then try again.',
    true,
  );
}

/** An answer that is no problem document, for instance from a proxy in between. */
export function unreadable(status: number, requestId: string): Problem {
  return {
    ...localProblem(
      'unreadable-answer',
      'The answer could not be read',
      `The server, or something in front of it, answered with status ${status} and no explanation.`,
      status >= 500,
    ),
    status,
    request_id: requestId,
  };
}

/** Whether a value is a problem document, judged by the members that are always there. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  return 'code' in value && 'detail' in value && 'request_id' in value && 'title' in value;
}

function localProblem(code: string, title: string, detail: string, retryable: boolean): Problem {
  return { type: 'about:blank', title, status: 0, detail, code, request_id: '', retryable };
}
