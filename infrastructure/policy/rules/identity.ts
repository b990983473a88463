import { statements } from '../documents.ts';
import { objectOf } from '../json.ts';
import { foreignKey } from '../keys.ts';
import type { Resource } from '../plan.ts';
import { each, type Rule } from '../rule.ts';

/** Actions for which AWS knows no narrower resource. */
const WITHOUT_RESOURCE = new Set(['ecr:GetAuthorizationToken', 'cloudwatch:GetMetricData']);
const TAGS = ['Project', 'Environment', 'Owner', 'CostCenter', 'ManagedBy'];

export const identityRules: readonly Rule[] = [
  {
    id: 'RR-S27',
    severity: 'critical',
    title: 'No policy grants everything',
    why: 'A role with * is the account; iam:PassRole without a condition is every role in it.',
    fix: 'Name actions and resources; give PassRole an iam:PassedToService condition.',
    mapping: ['AVD-AWS-0057'],
    check: (plan) => each(plan, ['aws_iam_role_policy', 'aws_iam_policy'], tooWide),
  },
  {
    id: 'RR-S28',
    severity: 'medium',
    title: 'Logs are kept at least 30 days under our key',
    why: 'Without a limit they cost for ever; too short, and they end before the question is asked.',
    fix: 'Set retention_in_days and kms_key_id.',
    mapping: ['AVD-AWS-0017', 'AVD-AWS-0166'],
    check: (plan) =>
      each(plan, 'aws_cloudwatch_log_group', (it) =>
        Number(it.get('retention_in_days')) < 30
          ? 'It is kept for ever, or less than 30 days.'
          : foreignKey(plan, it, 'kms_key_id'),
      ),
  },
  {
    id: 'RR-S30',
    severity: 'low',
    title: 'Everything carries the five tags',
    why: 'Without them nobody knows whose it is and who pays.',
    fix: `Set default_tags with ${TAGS.join(', ')}.`,
    mapping: [],
    check: (plan) =>
      plan.resources.flatMap((it) => {
        if (it.after.tags_all === undefined) return [];
        const tags = objectOf(it.after.tags_all);
        const missing = TAGS.filter((name) => typeof tags[name] !== 'string' || tags[name] === '');
        return missing.length > 0
          ? [{ address: it.address, problem: `It lacks ${missing.join(', ')}.` }]
          : [];
      }),
  },
];

function tooWide(policy: Resource): string | null {
  for (const it of statements(policy, 'policy')) {
    if (it.effect !== 'Allow') continue;
    const wide = it.actions.find((action) => action === '*' || action.endsWith(':*'));
    if (wide !== undefined) return `It grants ${wide}.`;
    if (it.resources.includes('*') && !it.actions.every((action) => WITHOUT_RESOURCE.has(action)))
      return `It grants ${it.actions.join(', ')} on everything.`;
    const passes = it.actions.some((action) => action.toLowerCase() === 'iam:passrole');
    if (passes && !JSON.stringify(it.condition).includes('iam:PassedToService'))
      return 'It may pass any role to any service.';
  }
  return null;
}
