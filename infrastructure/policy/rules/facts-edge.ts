import { listOf, objectOf, textOf } from '../json.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, judgeAll, type Rule } from '../rule.ts';
import { behaviors } from './edge.ts';

const DISTRIBUTION = 'aws_cloudfront_distribution';
const ACL = 'aws_wafv2_web_acl';

export const edgeFacts: readonly Rule[] = [
  {
    id: 'RR-F03',
    severity: 'critical',
    title: 'No regional firewall demands a secret header',
    why: 'Route 53’s health checkers cannot send it: all regions turn unhealthy at once.',
    fix: 'Let the listener’s rules ask for the header, with an exception for /health.',
    mapping: [],
    check: (plan) =>
      each(plan, ACL, (it) => {
        if (it.get('scope') !== 'REGIONAL') return null;
        const rule = listOf(it.get('rule'))
          .map(objectOf)
          .find(
            (one) =>
              /"single_header":\[\{/.test(JSON.stringify(one.statement)) &&
              listOf(objectOf(listOf(one.action)[0]).block).length > 0,
          );
        return rule && `Its rule ${textOf(rule.name)} blocks by a header.`;
      }),
  },
  {
    id: 'RR-F04',
    severity: 'high',
    title: 'CloudFront’s web ACL is in us-east-1',
    why: 'The CLOUDFRONT scope exists there only; elsewhere the apply fails.',
    fix: 'Make it with the us-east-1 provider.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        ACL,
        (it) =>
          it.get('scope') === 'CLOUDFRONT' &&
          it.region !== 'us-east-1' &&
          `It would be made in ${it.region}.`,
      ),
  },
  {
    id: 'RR-F05',
    severity: 'high',
    title: 'CloudFront’s certificate is in us-east-1',
    why: 'It takes no other; the apply fails after twenty minutes.',
    fix: 'Make it with the us-east-1 provider.',
    mapping: [],
    check: (plan) =>
      each(plan, DISTRIBUTION, (it) => {
        const certificates = plan.linked(
          it,
          'viewer_certificate.acm_certificate_arn',
          'aws_acm_certificate',
          'aws_acm_certificate_validation',
        );
        if (certificates.length === 0) return 'Its certificate cannot be found in the plan.';
        return certificates.some((one) => one.region !== 'us-east-1') && 'Its certificate is elsewhere.';
      }),
  },
  {
    id: 'RR-F07',
    severity: 'high',
    title: 'No behaviour that takes POST relies on an origin group',
    why: 'Origin groups fail over GET, HEAD and OPTIONS; a POST stays with the dead region, and AWS refuses the combination.',
    fix: 'Let the origin be a latency record with health checks.',
    mapping: [],
    check: (plan) =>
      each(plan, DISTRIBUTION, (it) => {
        const groups = new Set(listOf(it.get('origin_group')).map((one) => objectOf(one).origin_id));
        const found = behaviors(it).find(
          (one) => listOf(one.allowed_methods).includes('POST') && groups.has(one.target_origin_id),
        );
        return found && 'A behaviour with POST targets an origin group.';
      }),
  },
  {
    id: 'RR-F08',
    severity: 'high',
    title: 'A cache policy that keeps nothing sets nothing else',
    why: 'With a maximum of zero AWS refuses keys and compression at apply.',
    fix: 'Set everything to none and false.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_cloudfront_cache_policy', (it) => {
        if (it.get('max_ttl') !== 0) return null;
        const at = 'parameters_in_cache_key_and_forwarded_to_origin.0';
        const kinds = [
          `${at}.cookies_config.0.cookie_behavior`,
          `${at}.headers_config.0.header_behavior`,
          `${at}.query_strings_config.0.query_string_behavior`,
        ];
        const compresses =
          it.get(`${at}.enable_accept_encoding_brotli`) === true ||
          it.get(`${at}.enable_accept_encoding_gzip`) === true;
        return (
          (compresses || kinds.some((path) => it.get(path) !== 'none')) &&
          'It keeps nothing, yet has a cache key.'
        );
      }),
  },
  {
    id: 'RR-F10',
    severity: 'medium',
    title: 'The firewall’s log group has the name it needs',
    why: 'The service writes only to groups called aws-waf-logs-…; otherwise the apply fails.',
    fix: 'Begin the name with aws-waf-logs-.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_wafv2_web_acl_logging_configuration', (it) => {
        const groups = plan.linked(it, 'log_destination_configs', 'aws_cloudwatch_log_group');
        return (
          (groups.length === 0 ||
            groups.some((one) => !textOf(one.get('name')).startsWith('aws-waf-logs-'))) &&
          'Its log would not be written.'
        );
      }),
  },
  {
    id: 'RR-F11',
    severity: 'high',
    title: 'The firewall lets bodies over 8 KB through',
    why: 'SizeRestrictions_BODY in AWS’s common rules blocks them: batches of events would be lost with 403.',
    fix: 'Override the rule to count; the application has its own limits.',
    mapping: [],
    check: (plan) =>
      each(plan, ACL, (it) => {
        const groups = listOf(it.get('rule')).flatMap((one) =>
          listOf(objectOf(listOf(objectOf(one).statement)[0]).managed_rule_group_statement).map(objectOf),
        );
        const common = groups.filter((one) => one.name === 'AWSManagedRulesCommonRuleSet');
        const blocks = common.some(
          (one) => !countedRules(one.rule_action_override).includes('SizeRestrictions_BODY'),
        );
        return blocks && 'It blocks bodies over 8 KB.';
      }),
  },
  {
    id: 'RR-F14',
    severity: 'high',
    title: 'Functions at the edge are published x86 functions of us-east-1',
    why: 'Lambda@Edge takes neither ARM nor $LATEST nor another region.',
    fix: 'Set architectures = ["x86_64"], publish = true and the us-east-1 provider.',
    mapping: [],
    check: (plan) =>
      judgeAll(edgeFunctions(plan), (it) => {
        if (textOf(it.get('architectures')) !== '["x86_64"]') return 'It is built for ARM.';
        if (it.get('publish') !== true) return 'It has no version.';
        return it.region !== 'us-east-1' && `It is in ${it.region}.`;
      }),
  },
  {
    id: 'RR-F15',
    severity: 'high',
    title: 'Functions at the edge need nothing that is not there',
    why: 'Lambda@Edge has no environment, no network of ours, no layers, no dead-letter queue, and at most 30 s.',
    fix: 'Pass settings as headers of the origin.',
    mapping: [],
    check: (plan) =>
      judgeAll(edgeFunctions(plan), (it) => {
        const extra = [
          'environment',
          'vpc_config',
          'dead_letter_config',
          'file_system_config',
          'layers',
        ].find((name) => listOf(it.get(name)).length > 0);
        if (extra !== undefined) return `It asks for ${extra}.`;
        return Number(it.get('timeout')) > 30 && 'It may run longer than 30 s.';
      }),
  },
  {
    id: 'RR-F17',
    severity: 'high',
    title: 'CloudFront Functions are what the runtime runs',
    why: 'A file over 10 KB is refused; one with a CommonJS prologue, or without handler, is taken and fails on every request.',
    fix: 'Emit them with npm run edge.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_cloudfront_function', (it) => {
        const code = textOf(it.get('code'));
        if (it.get('runtime') !== 'cloudfront-js-2.0') return 'It uses an older runtime.';
        if (Buffer.byteLength(code) > 10_240) return 'It is over 10 KB.';
        if (/\b(require\s*\(|module\.exports|exports\.|__esModule)/.test(code))
          return 'It is a CommonJS module.';
        return !/(?:^|[;}\s])(?:async )?function handler\s*\(/.test(code) && 'It has no handler.';
      }),
  },
];

function countedRules(overrides: unknown): string[] {
  return listOf(overrides as never)
    .map(objectOf)
    .flatMap((it) =>
      listOf(objectOf(listOf(it.action_to_use)[0]).count).length > 0 ? [textOf(it.name)] : [],
    );
}

function edgeFunctions(plan: Plan): Resource[] {
  return plan
    .of(DISTRIBUTION)
    .flatMap((it) =>
      plan.linked(it, 'default_cache_behavior.lambda_function_association.lambda_arn', 'aws_lambda_function'),
    );
}
