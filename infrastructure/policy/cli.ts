import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { judge } from './engine.ts';
import { PlanError, readPlan } from './plan.ts';
import { asJson, asTable } from './report.ts';
import { RULES } from './rules/index.ts';

const USAGE = `npm run policy -- PLAN.json [--json]

  PLAN.json   what terraform show -json wrote of a saved plan; - reads it from standard input
  --json      the verdicts for machines

Exit code: 0 all rules hold, 1 a rule is broken, 2 the plan cannot be judged.
`;

/** The command; returns the exit code. */
export function runPolicy(args: readonly string[], write: (text: string) => void): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file === undefined) return fail(write, `Name the plan.\n\n${USAGE}`);
    const verdicts = judge(readPlan(readFileSync(file === '-' ? 0 : file, 'utf8')), RULES);
    write(`${values.json === true ? asJson(verdicts) : asTable(verdicts)}\n`);
    return verdicts.some((it) => it.findings.length > 0) ? 1 : 0;
  } catch (error) {
    if (error instanceof PlanError) return fail(write, `${error.message}\n`);
    if (error instanceof Error && 'code' in error) return fail(write, `${error.message}\n\n${USAGE}`);
    throw error;
  }
}

function fail(write: (text: string) => void, text: string): number {
  write(text);
  return 2;
}

if (import.meta.main)
  process.exitCode = runPolicy(process.argv.slice(2), (text) => process.stdout.write(text));
