import { listOf, objectOf, textOf } from '../json.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, judgeAll, type Rule } from '../rule.ts';
import { publicLoadBalancers } from './network.ts';

const DISTRIBUTION = 'aws_cloudfront_distribution';
const MODERN = /^ELBSecurityPolicy-TLS13-1-[23]-(Res-|Ext1-|Ext2-)?(FIPS-)?2\d{3}-\d{2}$/;

export const edgeRules: readonly Rule[] = [
  {
    id: 'RR-S03',
    severity: 'high',
    title: 'TLS 1.2 is the oldest that is spoken',
    why: 'TLS 1.0 and 1.1 are broken and fail every audit.',
    fix: 'Use an ELBSecurityPolicy-TLS13-1-2 policy and TLSv1.2_2021.',
    mapping: ['AVD-AWS-0047', 'AVD-AWS-0013', 'AVD-AWS-0054'],
    check: (plan) => [
      ...each(plan, 'aws_lb_listener', (it) => {
        if (it.get('protocol') !== 'HTTPS') return 'It does not speak HTTPS.';
        return (
          !MODERN.test(textOf(it.get('ssl_policy'))) && `${textOf(it.get('ssl_policy'))} allows older TLS.`
        );
      }),
      ...each(plan, DISTRIBUTION, (it) => {
        if (!/^TLSv1\.(2_20(19|21)|3)/.test(textOf(it.get('viewer_certificate.0.minimum_protocol_version'))))
          return 'Viewers may use older TLS.';
        const weak = listOf(it.get('origin')).some((origin) => {
          const config = objectOf(listOf(objectOf(origin).custom_origin_config)[0]);
          return (
            config.origin_protocol_policy !== 'https-only' ||
            textOf(config.origin_ssl_protocols) !== '["TLSv1.2"]'
          );
        });
        return weak && 'An origin may be asked without TLS 1.2.';
      }),
    ],
  },
  {
    id: 'RR-S23',
    severity: 'high',
    title: 'Distributions and public load balancers stand behind a web ACL',
    why: 'Known attacks and floods reach the application otherwise.',
    fix: 'Set web_acl_id, or associate a REGIONAL web ACL.',
    mapping: ['AVD-AWS-0011'],
    check: (plan) => [
      ...each(
        plan,
        DISTRIBUTION,
        (it) => plan.linked(it, 'web_acl_id', 'aws_wafv2_web_acl').length === 0 && 'No web ACL guards it.',
      ),
      ...judgeAll(publicLoadBalancers(plan), (it) => {
        const guards = plan
          .of('aws_wafv2_web_acl_association')
          .filter((guard) => plan.linked(guard, 'resource_arn').includes(it));
        return guards.length === 0 && 'No web ACL guards it.';
      }),
    ],
  },
  {
    id: 'RR-S24',
    severity: 'high',
    title: 'Plain HTTP is sent to HTTPS',
    why: 'The first request would carry keys in clear.',
    fix: 'Set viewer_protocol_policy = "redirect-to-https" on every behaviour.',
    mapping: ['AVD-AWS-0012'],
    check: (plan) =>
      each(plan, DISTRIBUTION, (it) => {
        const open = behaviors(it).find(
          (one) => !['redirect-to-https', 'https-only'].includes(textOf(one.viewer_protocol_policy)),
        );
        return open && `${textOf(open.path_pattern ?? 'The default')} serves plain HTTP.`;
      }),
  },
  {
    id: 'RR-S25',
    severity: 'medium',
    title: 'Every answer carries security headers',
    why: 'HSTS, nosniff and frame denial stop whole classes of attack on the browser.',
    fix: 'Set response_headers_policy_id on every behaviour to a policy that has them.',
    mapping: [],
    check: (plan) => [
      ...each(plan, DISTRIBUTION, (it) => {
        const bare = ['default_cache_behavior', 'ordered_cache_behavior'].some(
          (block) =>
            listOf(it.get(block)).length > 0 &&
            plan.linked(it, `${block}.response_headers_policy_id`).length === 0 &&
            !dynamicBlock(plan, it, block),
        );
        return bare && 'A behaviour answers without them.';
      }),
      ...each(plan, 'aws_cloudfront_response_headers_policy', (it) => {
        const has = (name: string) => listOf(it.get(`security_headers_config.0.${name}`)).length > 0;
        if (
          Number(it.get('security_headers_config.0.strict_transport_security.0.access_control_max_age_sec')) <
          31_536_000
        )
          return 'HSTS holds for less than a year.';
        return (
          !['content_type_options', 'frame_options', 'referrer_policy', 'content_security_policy'].every(
            has,
          ) && 'A header is missing.'
        );
      }),
    ],
  },
  {
    id: 'RR-S26',
    severity: 'medium',
    title: 'Access is logged',
    why: 'Without it nobody can say afterwards who asked for what.',
    fix: 'Set access_logs, and deliver the distribution’s log with aws_cloudwatch_log_delivery_source.',
    mapping: ['AVD-AWS-0010'],
    check: (plan) => [
      ...each(plan, 'aws_lb', (it) => it.get('access_logs.0.enabled') !== true && 'It logs nothing.'),
      ...each(plan, DISTRIBUTION, (it) => {
        const sources = plan
          .of('aws_cloudwatch_log_delivery_source')
          .filter((one) => plan.linked(one, 'resource_arn').includes(it));
        return (
          listOf(it.get('logging_config')).length === 0 &&
          !sources.some((one) => one.get('log_type') === 'ACCESS_LOGS') &&
          'It logs nothing.'
        );
      }),
    ],
  },
];

/** All cache behaviours of a distribution, the default first. */
export function behaviors(distribution: Resource) {
  return [
    ...listOf(distribution.get('default_cache_behavior')),
    ...listOf(distribution.get('ordered_cache_behavior')),
  ].map(objectOf);
}

// A dynamic block's arguments are not written down in a plan's configuration; its value then is unknown, not null.
function dynamicBlock(plan: Plan, distribution: Resource, block: string): boolean {
  const written = plan.linked(distribution, block).length > 0;
  return (
    !written &&
    listOf(distribution.after[block])
      .map(objectOf)
      .every((it) => it.response_headers_policy_id === undefined)
  );
}
