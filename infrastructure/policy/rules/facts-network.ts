import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, judgeAll, type Rule } from '../rule.ts';

export const networkFacts: readonly Rule[] = [
  {
    id: 'RR-F02',
    severity: 'high',
    title: 'Prefix lists fit into their security group',
    why: "CloudFront's list counts as 55 of a group's 60 rules and Route 53's as 25: together the apply fails half-way.",
    fix: 'Give each list a group of its own.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_security_group', (group) => {
        const rules = plan
          .of('aws_vpc_security_group_ingress_rule')
          .filter((it) => plan.linked(it, 'security_group_id').includes(group));
        const weight = rules.reduce((sum, it) => sum + weightOf(plan, it), 0);
        return weight > 60 && `Its rules count as ${weight}; 60 is the limit.`;
      }),
  },
  {
    id: 'RR-F06',
    severity: 'medium',
    title: 'A dead region is noticed within 30 seconds',
    why: 'The default of 30 s × 3 plus the record’s 60 s leaves POST traffic at a dead region for two and a half minutes; 10 s × 3 makes it 80 to 90 s.',
    fix: 'Set request_interval = 10 and failure_threshold = 3 or less.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_route53_health_check', (it) => {
        const seconds = Number(it.get('request_interval')) * Number(it.get('failure_threshold'));
        return !(seconds <= 30) && `It takes ${seconds} s to notice.`;
      }),
  },
  {
    id: 'RR-F12',
    severity: 'high',
    title: 'A listener rule compares at most five values',
    why: 'AWS refuses the sixth at apply; a plan says nothing.',
    fix: 'Split the paths over two rules.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_lb_listener_rule', (it) => {
        const values = countValues(listOf(it.get('condition')).map(objectOf));
        return values > 5 && `It compares ${values} values.`;
      }),
  },
  {
    id: 'RR-F13',
    severity: 'high',
    title: 'Names of load balancers and target groups fit into 32 characters',
    why: 'Longer ones fail at apply, in the longest-named region only.',
    fix: 'Use the short name of the environment and the region’s code.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        ['aws_lb', 'aws_lb_target_group'],
        (it) =>
          !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(textOf(it.get('name'))) &&
          `${textOf(it.get('name'))} is not a name AWS takes.`,
      ),
  },
  {
    id: 'RR-F23',
    severity: 'high',
    title: 'Alarms on health checks are in us-east-1',
    why: 'Route 53 publishes its metrics nowhere else; elsewhere the alarm waits for data for ever.',
    fix: 'Make the alarm with the us-east-1 provider.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        'aws_cloudwatch_metric_alarm',
        (it) =>
          it.get('namespace') === 'AWS/Route53' && it.region !== 'us-east-1' && 'It will never see a value.',
      ),
  },
  {
    id: 'RR-F27',
    severity: 'high',
    title: 'A target group belongs to one load balancer',
    why: 'AWS refuses the second at apply.',
    fix: 'Make a target group for each and register the service with both.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_lb_target_group', (group) => {
        const rules = plan
          .of('aws_lb_listener_rule')
          .filter((it) => plan.linked(it, 'action.target_group_arn').includes(group));
        const listeners = plan
          .of('aws_lb_listener')
          .filter((it) => plan.linked(it, 'default_action.target_group_arn').includes(group));
        const all = [
          ...listeners,
          ...rules.flatMap((it) => plan.linked(it, 'listener_arn', 'aws_lb_listener')),
        ];
        const balancers = new Set(
          all.flatMap((it) => plan.linked(it, 'load_balancer_arn', 'aws_lb').map((one) => one.address)),
        );
        return balancers.size > 1 && `It is used by ${[...balancers].join(' and ')}.`;
      }),
  },
  {
    id: 'RR-F28',
    severity: 'high',
    title: 'Peering across regions is not accepted by its requester',
    why: 'auto_accept works within a region only; across regions the apply fails.',
    fix: 'Set auto_accept = false and add the accepter in its own region.',
    mapping: [],
    check: (plan) => [
      ...each(
        plan,
        'aws_vpc_peering_connection',
        (it) => it.get('peer_region') !== null && it.get('auto_accept') === true && 'It accepts itself.',
      ),
      ...judgeAll(plan.of('aws_vpc_peering_connection_accepter'), (it) => {
        const asked = plan.linked(it, 'vpc_peering_connection_id', 'aws_vpc_peering_connection')[0];
        return (
          asked !== undefined &&
          asked.get('peer_region') !== it.region &&
          `It accepts in ${it.region} what was asked of ${textOf(asked.get('peer_region'))}.`
        );
      }),
    ],
  },
  {
    id: 'RR-F30',
    severity: 'high',
    title: "Origins' certificates carry the public name",
    why: 'CloudFront passes the viewer’s Host on; an origin whose certificate lacks it answers 502 to every request.',
    fix: 'Add the distribution’s alias to the certificate of the load balancers.',
    mapping: [],
    check: (plan) => {
      const names = plan
        .of('aws_cloudfront_distribution')
        .flatMap((it) => listOf(it.get('aliases')).map(textOf));
      const listeners = plan
        .of('aws_lb_listener')
        .filter((it) =>
          plan.linked(it, 'load_balancer_arn', 'aws_lb').every((one) => one.get('internal') !== true),
        );
      return judgeAll(listeners, (it) => {
        const named = plan.linked(
          it,
          'certificate_arn',
          'aws_acm_certificate',
          'aws_acm_certificate_validation',
        );
        const proven = named.flatMap((one) => plan.linked(one, 'certificate_arn', 'aws_acm_certificate'));
        const certificate = [...named, ...proven].filter(
          (one) => one.type === 'aws_acm_certificate' && one.region === it.region,
        );
        const held = new Set(
          certificate.flatMap((one) => [
            textOf(one.get('domain_name')),
            ...listOf(one.get('subject_alternative_names')).map(textOf),
          ]),
        );
        const missing = names.find((name) => !held.has(name));
        return missing !== undefined && `Its certificate lacks ${missing}.`;
      });
    },
  },
];

function weightOf(plan: Plan, rule: Resource): number {
  const list = rule.get('prefix_list_id');
  if (list === null) return 1;
  const known = Object.values(objectOf(plan.variables.prefix_lists)).map(objectOf);
  if (known.some((it) => it.cloudfront === list)) return 55;
  // A list nobody named could be of any size.
  return known.some((it) => it.health_checkers === list) ? 25 : 60;
}

function countValues(conditions: readonly JsonObject[]): number {
  const blocks = conditions.flatMap((it) =>
    Object.values(it).flatMap((block) => listOf(block).map(objectOf)),
  );
  return blocks.reduce((sum, it) => sum + listOf(it.values).length, 0);
}
