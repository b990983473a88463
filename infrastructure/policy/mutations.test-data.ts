import { type Json, textOf } from './json.ts';
import type { Draft } from './mutate.test-data.ts';

type Mutation = (plan: Draft) => Draft;

const TASK = 'aws_ecs_task_definition';
const inContainer = (change: (container: Record<string, Json>) => void) => (text: string) => {
  const all = JSON.parse(text) as Record<string, Json>[];
  all.forEach(change);
  return JSON.stringify(all);
};
const container =
  (change: (container: Record<string, Json>) => void): Mutation =>
  (plan) =>
    plan.edit(TASK, 'container_definitions', inContainer(change));
const set =
  (type: string, path: string, value: Json, where?: string): Mutation =>
  (plan) =>
    plan.set(type, path, value, where);
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const CLUSTER = 'aws_rds_cluster';
const REDIS = 'aws_elasticache_replication_group';
const DISTRIBUTION = 'aws_cloudfront_distribution';
const LAMBDA = 'aws_lambda_function';
const POLICY = 'aws_iam_role_policy';
const statement = (raw: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...raw }] });

/** For every rule, ways to break it in the real production plan. */
export const MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
  'RR-S01': [set(INGRESS, 'cidr_ipv4', '0.0.0.0/0'), set(INGRESS, 'cidr_ipv6', '::/0')],
  'RR-S02': [
    (plan) =>
      plan
        .set(INGRESS, 'prefix_list_id', null, 'cloudfront')
        .set(INGRESS, 'cidr_ipv4', '10.0.0.0/8', 'cloudfront'),
    set(INGRESS, 'from_port', 80, 'health_checkers'),
  ],
  'RR-S03': [
    set('aws_lb_listener', 'ssl_policy', 'ELBSecurityPolicy-2016-08'),
    set('aws_lb_listener', 'protocol', 'HTTP'),
    set(DISTRIBUTION, 'viewer_certificate.0.minimum_protocol_version', 'TLSv1'),
    set(DISTRIBUTION, 'origin.0.custom_origin_config.0.origin_ssl_protocols', ['TLSv1', 'TLSv1.2']),
  ],
  'RR-S04': [
    (plan) => plan.drop('aws_default_security_group'),
    set('aws_default_security_group', 'ingress', [{ from_port: 0 }]),
  ],
  'RR-S05': [(plan) => plan.drop('aws_flow_log'), set('aws_flow_log', 'traffic_type', 'REJECT')],
  'RR-S06': [
    (plan) =>
      plan.refer('module.vpc_us_east_1.aws_route.nat', 'route_table_id', [
        'aws_route_table.data.id',
        'aws_route_table.data',
      ]),
    set('aws_route', 'destination_cidr_block', '0.0.0.0/0', 'to_accepter["data"]'),
  ],
  'RR-S07': [set('aws_vpc', 'cidr_block', '10.0.128.0/17', 'eu_west_1')],
  'RR-S08': [
    (plan) => plan.drop('aws_vpc_peering_connection_accepter'),
    (plan) =>
      ['data', 'private-a', 'private-b', 'private-c'].reduce(
        (it, key) => it.drop('aws_route', `peering_us_east_1_eu_west_1.aws_route.to_requester["${key}"]`),
        plan,
      ),
  ],
  'RR-S09': [set(CLUSTER, 'storage_encrypted', false), set(CLUSTER, 'kms_key_id', 'alias/aws/rds')],
  'RR-S10': [
    set(CLUSTER, 'backup_retention_period', 7),
    (plan) => plan.hide(CLUSTER, 'backup_retention_period'),
  ],
  'RR-S11': [
    set(CLUSTER, 'deletion_protection', false),
    set(CLUSTER, 'skip_final_snapshot', true),
    set('aws_rds_global_cluster', 'deletion_protection', false),
  ],
  'RR-S12': [
    set('aws_rds_cluster_parameter_group', 'parameter', [{ name: 'rds.force_ssl', value: '0' }]),
    (plan) => plan.hide('aws_rds_cluster_parameter_group', 'parameter'),
  ],
  'RR-S13': [set(CLUSTER, 'iam_database_authentication_enabled', false)],
  'RR-S14': [set(REDIS, 'at_rest_encryption_enabled', 'false'), set(REDIS, 'kms_key_id', null)],
  'RR-S15': [
    set(REDIS, 'transit_encryption_enabled', false),
    set(REDIS, 'transit_encryption_mode', 'preferred'),
    set(REDIS, 'auth_token', null),
  ],
  'RR-S16': [set(REDIS, 'multi_az_enabled', false), set(REDIS, 'automatic_failover_enabled', false)],
  'RR-S17': [set('aws_kms_key', 'enable_key_rotation', false)],
  'RR-S18': [
    container((it) => {
      it.image = textOf(it.image).replace(/@.*/, ':latest');
    }),
    (plan) => plan.hide(TASK, 'container_definitions'),
  ],
  'RR-S19': [
    container((it) => delete it.user),
    container((it) => {
      it.readonlyRootFilesystem = false;
    }),
    container((it) => {
      it.linuxParameters = { capabilities: { drop: ['NET_RAW'] } };
    }),
  ],
  'RR-S20': [
    container((it) => {
      it.environment = [{ name: 'OPENAI_API_KEY', value: 'x' }];
    }),
    container((it) => {
      it.environment = [{ name: 'UPSTREAM', value: 'postgres://owner:hunter2@db/x' }];
    }),
  ],
  'RR-S21': [
    set('aws_ecs_service', 'deployment_circuit_breaker.0.rollback', false),
    set('aws_ecs_service', 'alarms', []),
  ],
  'RR-S22': [
    set('aws_ecs_service', 'desired_count', 1),
    set('aws_appautoscaling_target', 'min_capacity', 1),
    (plan) =>
      ['a', 'b', 'c'].reduce(
        (it, zone) =>
          it.set(
            'aws_subnet',
            'availability_zone',
            'us-east-1a',
            `vpc_us_east_1.aws_subnet.private["${zone}"]`,
          ),
        plan,
      ),
  ],
  'RR-S23': [
    (plan) => plan.drop('aws_wafv2_web_acl_association'),
    (plan) => plan.refer('module.cloudfront.aws_cloudfront_distribution.this', 'web_acl_id', []),
  ],
  'RR-S24': [
    set(DISTRIBUTION, 'default_cache_behavior.0.viewer_protocol_policy', 'allow-all'),
    set(DISTRIBUTION, 'ordered_cache_behavior.0.viewer_protocol_policy', 'allow-all'),
  ],
  'RR-S25': [
    (plan) =>
      plan.refer(
        'module.cloudfront.aws_cloudfront_distribution.this',
        'default_cache_behavior.0.response_headers_policy_id',
        [],
      ),
    set('aws_cloudfront_response_headers_policy', 'security_headers_config.0.frame_options', []),
    set(
      'aws_cloudfront_response_headers_policy',
      'security_headers_config.0.strict_transport_security.0.access_control_max_age_sec',
      300,
    ),
  ],
  'RR-S26': [
    set('aws_lb', 'access_logs.0.enabled', false),
    (plan) => plan.drop('aws_cloudwatch_log_delivery_source'),
  ],
  'RR-S27': [
    set(POLICY, 'policy', statement({ Action: '*', Resource: '*' })),
    set(POLICY, 'policy', statement({ Action: ['s3:GetObject'], Resource: '*' })),
    set(POLICY, 'policy', statement({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/x' })),
    (plan) => plan.hide(POLICY, 'policy'),
  ],
  'RR-S28': [
    set('aws_cloudwatch_log_group', 'retention_in_days', 0),
    set('aws_cloudwatch_log_group', 'kms_key_id', null),
  ],
  'RR-S29': [
    set('aws_s3_bucket_public_access_block', 'block_public_policy', false),
    (plan) => plan.drop('aws_s3_bucket_server_side_encryption_configuration'),
    set('aws_s3_bucket_versioning', 'versioning_configuration.0.status', 'Suspended'),
  ],
  'RR-S30': [set('aws_vpc', 'tags_all.Owner', '')],
  'RR-F01': [set(CLUSTER, 'manage_master_user_password', true)],
  'RR-F02': [
    (plan) =>
      plan.refer(
        'module.ecs_cluster_us_east_1.aws_vpc_security_group_ingress_rule.health_checkers',
        'security_group_id',
        ['aws_security_group.from_cloudfront'],
      ),
    set(INGRESS, 'prefix_list_id', 'pl-00000000', 'tasks'),
  ],
  'RR-F03': [
    set('aws_wafv2_web_acl', 'rule.0', {
      name: 'secret',
      action: [{ block: [{}] }],
      statement: [
        {
          not_statement: [
            {
              statement: [
                {
                  byte_match_statement: [
                    { field_to_match: [{ single_header: [{ name: 'x-origin-verify' }] }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
  ],
  'RR-F04': [set('aws_wafv2_web_acl', 'scope', 'CLOUDFRONT', 'waf_eu_west_1')],
  'RR-F05': [
    (plan) =>
      plan.refer(
        'module.cloudfront.aws_cloudfront_distribution.this',
        'viewer_certificate.0.acm_certificate_arn',
        [],
      ),
    (plan) => plan.provider('module.dns.aws_acm_certificate_validation.edge', 'aws.eu_west_1'),
  ],
  'RR-F06': [
    set('aws_route53_health_check', 'request_interval', 30),
    (plan) => plan.hide('aws_route53_health_check', 'failure_threshold'),
  ],
  'RR-F07': [set(DISTRIBUTION, 'origin_group', [{ origin_id: 'latency' }])],
  'RR-F08': [
    set(
      'aws_cloudfront_cache_policy',
      'parameters_in_cache_key_and_forwarded_to_origin.0.enable_accept_encoding_gzip',
      true,
      'never',
    ),
    set(
      'aws_cloudfront_cache_policy',
      'parameters_in_cache_key_and_forwarded_to_origin.0.query_strings_config.0.query_string_behavior',
      'all',
      'never',
    ),
  ],
  'RR-F09': [
    set(
      'aws_s3_bucket_server_side_encryption_configuration',
      'rule.0.apply_server_side_encryption_by_default.0.sse_algorithm',
      'aws:kms',
      'ecs_cluster',
    ),
    (plan) =>
      plan.edit(
        'aws_s3_bucket_policy',
        'policy',
        (text) => text.replaceAll('logdelivery.', 'other.'),
        'ecs_cluster',
      ),
  ],
  'RR-F10': [set('aws_cloudwatch_log_group', 'name', 'waf', 'module.waf_')],
  'RR-F11': [
    set('aws_wafv2_web_acl', 'rule.1.statement.0.managed_rule_group_statement.0', {
      name: 'AWSManagedRulesCommonRuleSet',
      rule_action_override: [],
    }),
  ],
  'RR-F12': [
    set('aws_lb_listener_rule', 'condition.0.path_pattern', [
      { values: ['/a', '/b', '/c', '/d', '/e', '/f'] },
    ]),
  ],
  'RR-F13': [
    set('aws_lb', 'name', 'riches-reach-staging-ap-southeast-1'),
    set('aws_lb_target_group', 'name', 'rr-'),
  ],
  'RR-F14': [
    set(LAMBDA, 'architectures', ['arm64']),
    set(LAMBDA, 'publish', false),
    (plan) => plan.provider('module.cloudfront.aws_lambda_function.origin_request', 'aws.eu_west_1'),
  ],
  'RR-F15': [set(LAMBDA, 'environment', [{ variables: { A: 'b' } }]), set(LAMBDA, 'timeout', 60)],
  'RR-F16': [
    container((it) => {
      it.image = textOf(it.image).replace(/\.ecr\.[^.]+\./, '.ecr.us-west-2.');
    }),
    container((it) => {
      it.secrets = [{ name: 'DATABASE_URL', valueFrom: 'arn:aws:secretsmanager:us-west-2:1:secret:x' }];
    }),
    (plan) =>
      plan.drop('aws_cloudwatch_log_group', 'ecs_cluster_us_east_1.aws_cloudwatch_log_group.service["web"]'),
  ],
  'RR-F17': [
    set(
      'aws_cloudfront_function',
      'code',
      'module.exports = {}; function handler(event) { return event.request; }',
    ),
    set('aws_cloudfront_function', 'code', '(() => {})();'),
    set('aws_cloudfront_function', 'code', `function handler(){}//${'x'.repeat(10_240)}`),
    set('aws_cloudfront_function', 'runtime', 'cloudfront-js-1.0'),
  ],
  'RR-F18': [set('aws_secretsmanager_secret', 'name', 'riches-reach-prod/provider-openai')],
  'RR-F19': [set(TASK, 'memory', '8192'), set(TASK, 'cpu', '300')],
  'RR-F20': [
    container((it) => {
      it.linuxParameters = { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } };
    }),
    container((it) => {
      it.stopTimeout = 300;
    }),
  ],
  'RR-F21': [
    set('aws_sns_topic', 'kms_master_key_id', 'alias/aws/sns'),
    (plan) =>
      plan.edit('aws_kms_key', 'policy', (text) =>
        text.replaceAll('cloudwatch.amazonaws.com', 'ec2.amazonaws.com'),
      ),
  ],
  'RR-F22': [
    (plan) =>
      plan.edit('aws_kms_key', 'policy', (text) =>
        text.replace(/logs\.[a-z0-9-]+\.amazonaws/, 'logs.us-west-2.amazonaws'),
      ),
  ],
  'RR-F23': [(plan) => plan.provider('module.dns.aws_cloudwatch_metric_alarm.region_down', 'aws.eu_west_1')],
  'RR-F24': [set('aws_rds_cluster_instance', 'instance_class', 'db.t4g.medium')],
  'RR-F25': [
    (plan) =>
      plan
        .set(CLUSTER, 'master_username', 'owner', 'second')
        .set(CLUSTER, 'master_username', 'owner', 'primary'),
  ],
  'RR-F26': [
    set(REDIS, 'replicas_per_node_group', 0),
    set('aws_elasticache_parameter_group', 'parameter', []),
  ],
  'RR-F27': [
    (plan) =>
      plan.refer('module.ecs_cluster_us_east_1.aws_lb_listener.ingest', 'default_action.0.target_group_arn', [
        'aws_lb_target_group.this',
      ]),
  ],
  'RR-F28': [
    set('aws_vpc_peering_connection', 'auto_accept', true),
    (plan) =>
      plan.provider('module.peering_us_east_1_eu_west_1.aws_vpc_peering_connection_accepter.this', 'aws'),
  ],
  'RR-F29': [
    set('aws_ecs_service', 'availability_zone_rebalancing', 'DISABLED'),
    set('aws_ecs_service', 'deployment_maximum_percent', 100),
  ],
  'RR-F30': [
    (plan) =>
      plan
        .set('aws_acm_certificate', 'domain_name', 'x.example', 'second')
        .set('aws_acm_certificate', 'subject_alternative_names', ['origin.x.example'], 'second'),
  ],
};
