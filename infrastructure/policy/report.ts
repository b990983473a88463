import type { Verdict } from './engine.ts';

const MARK = { true: 'ok  ', false: 'FAIL' } as const;

/** The verdicts as a table, and under each broken rule what is wrong, why it matters and how to mend it. */
export function asTable(verdicts: readonly Verdict[]): string {
  const broken = verdicts.filter((it) => it.findings.length > 0);
  const lines = verdicts.map(({ rule, findings }) =>
    [MARK[`${findings.length === 0}`], rule.id, rule.severity.padEnd(8), rule.title, findings.length || '']
      .join('  ')
      .trimEnd(),
  );
  const details = broken.flatMap(({ rule, findings }) => [
    '',
    `${rule.id} ${rule.title}`,
    ...findings.map((it) => `  ${it.address}: ${it.problem}`),
    `  Why: ${rule.why}`,
    `  Fix: ${rule.fix}`,
  ]);
  return [...lines, ...details, '', `${verdicts.length} rules, ${broken.length} broken`].join('\n');
}

/** The same for machines. */
export function asJson(verdicts: readonly Verdict[]): string {
  const rules = verdicts.map(({ rule, findings }) => ({ ...rule, check: undefined, findings }));
  return JSON.stringify({ broken: rules.filter((it) => it.findings.length > 0).length, rules }, null, 2);
}
