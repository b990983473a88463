import picocolors from 'picocolors';
import { type Explanation, explainError } from './explain-error.ts';
import { UsageError } from './usage-error.ts';

const WRONG_USAGE = 2;
const FAILURE = 1;

export interface ReportOptions {
  /** One JSON object instead of lines. */
  readonly json: boolean;
  /** The stack as well. */
  readonly debug: boolean;
}

/** Prints an error on stderr: what, why, fix. Returns the exit code. */
export function reportError(error: unknown, { json, debug }: ReportOptions): number {
  const explanations = explainError(error);
  console.error(json ? JSON.stringify({ errors: explanations }) : explanations.map(render).join('\n'));
  if (debug) console.error(error);
  return error instanceof UsageError ? WRONG_USAGE : FAILURE;
}

function render({ what, why, fix }: Explanation): string {
  const colors = picocolors.createColors(picocolors.isColorSupported && process.stderr.isTTY);
  return [
    `${colors.red('error:')} ${what}`,
    ...(why === undefined ? [] : [`  ${colors.dim('why:')} ${why}`]),
    ...(fix === undefined ? [] : [`  ${colors.dim('fix:')} ${fix}`]),
  ].join('\n');
}
