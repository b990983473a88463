import picocolors from 'picocolors';
import type { Explanation } from './explain-error.ts';
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
export async function reportError(error: unknown, { json, debug }: ReportOptions): Promise<number> {
  const explanations = await explain(error);
  console.error(json ? JSON.stringify({ errors: explanations }) : explanations.map(render).join('\n'));
  if (debug) console.error(error);
  return error instanceof UsageError ? WRONG_USAGE : FAILURE;
}

/** A mistyped word is answered at once; whatever else failed has loaded the platform already. */
async function explain(error: unknown): Promise<Explanation[]> {
  if (error instanceof UsageError) return [{ what: error.message, fix: error.fix }];
  const { explainError } = await import('./explain-error.ts');
  return explainError(error);
}

function render({ what, why, fix }: Explanation): string {
  const colors = picocolors.createColors(picocolors.isColorSupported && process.stderr.isTTY);
  return [
    `${colors.red('error:')} ${what}`,
    ...(why === undefined ? [] : [`  ${colors.dim('why:')} ${why}`]),
    ...(fix === undefined ? [] : [`  ${colors.dim('fix:')} ${fix}`]),
  ].join('\n');
}
