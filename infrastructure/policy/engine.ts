import type { Plan } from './plan.ts';
import type { Finding, Rule } from './rule.ts';

export interface Verdict {
  readonly rule: Rule;
  readonly findings: readonly Finding[];
}

/** Every rule over the plan, in the rules' order. */
export function judge(plan: Plan, rules: readonly Rule[]): Verdict[] {
  return rules.map((rule) => ({ rule, findings: rule.check(plan) }));
}
