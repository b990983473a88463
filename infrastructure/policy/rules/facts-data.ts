import { statements } from '../documents.ts';
import { textOf } from '../json.ts';
import { foreignKey } from '../keys.ts';
import { each, type Rule } from '../rule.ts';
import { parameter } from './data.ts';

export const dataFacts: readonly Rule[] = [
  {
    id: 'RR-F01',
    severity: 'critical',
    title: 'A global database has no managed master password',
    why: 'It plans, and AWS refuses it at apply: the secret cannot follow a failover.',
    fix: 'Use master_password_wo.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        'aws_rds_cluster',
        (it) =>
          inGlobal(it.after) &&
          it.get('manage_master_user_password') === true &&
          'Its password is managed by AWS.',
      ),
  },
  {
    id: 'RR-F18',
    severity: 'high',
    title: 'No secret’s name ends in a hyphen and six characters',
    why: 'A task that names it by an ARN without suffix asks for another secret, and does not start.',
    fix: 'End the name in another word.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        'aws_secretsmanager_secret',
        (it) =>
          /-[A-Za-z0-9]{6}$/.test(textOf(it.get('name'))) &&
          `${textOf(it.get('name'))} reads as a name with its suffix.`,
      ),
  },
  {
    id: 'RR-F21',
    severity: 'critical',
    title: 'Alarms can use the key of their topic',
    why: 'With AWS’s own key, or one whose policy leaves CloudWatch out, alarms fire and nobody is told.',
    fix: 'Encrypt the topic with our key and let cloudwatch.amazonaws.com use it.',
    mapping: ['AVD-AWS-0136'],
    check: (plan) =>
      each(plan, 'aws_sns_topic', (it) => {
        const problem = foreignKey(plan, it, 'kms_master_key_id');
        if (problem !== null) return problem;
        const keys = plan
          .linked(it, 'kms_master_key_id', 'aws_kms_key')
          .filter((key) => key.region === it.region);
        return (
          !keys.some((key) => serves(key, 'cloudwatch.amazonaws.com')) && 'Its key does not serve CloudWatch.'
        );
      }),
  },
  {
    id: 'RR-F22',
    severity: 'high',
    title: 'The log service can use the key of its groups',
    why: 'Otherwise the apply fails, or logs stop when the policy is tightened later.',
    fix: 'Let logs.<region>.amazonaws.com use the key.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_cloudwatch_log_group', (it) => {
        const keys = plan.linked(it, 'kms_key_id', 'aws_kms_key').filter((key) => key.region === it.region);
        return (
          keys.length > 0 &&
          !keys.some((key) => serves(key, `logs.${it.region}.amazonaws.com`)) &&
          'Its key does not serve the log service.'
        );
      }),
  },
  {
    id: 'RR-F24',
    severity: 'high',
    title: 'A global database has no burstable instance',
    why: 'db.t classes plan and are refused at apply.',
    fix: 'Use db.serverless or db.r….',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        'aws_rds_cluster_instance',
        (it) =>
          textOf(it.get('instance_class')).startsWith('db.t') &&
          `${textOf(it.get('instance_class'))} cannot join.`,
      ),
  },
  {
    id: 'RR-F25',
    severity: 'high',
    title: 'Only one cluster of a global database has an owner',
    why: 'A secondary inherits database and owner; naming them again is refused at apply.',
    fix: 'Leave master_username and database_name out of secondaries.',
    mapping: [],
    check: (plan) => {
      const clusters = plan.of('aws_rds_cluster').filter((it) => inGlobal(it.after));
      const owners = clusters.filter(
        (it) => it.after.master_username !== undefined && it.after.master_username !== null,
      );
      if (clusters.length === 0 || owners.length === 1) return [];
      return clusters.map((it) => ({
        address: it.address,
        problem: `${owners.length} clusters name an owner; one must.`,
      }));
    },
  },
  {
    id: 'RR-F26',
    severity: 'high',
    title: 'Failover of a sharded cache has replicas to go to',
    why: 'Multi-AZ without a replica, or cluster mode without its parameter, is refused at apply.',
    fix: 'Set replicas_per_node_group to 1 or more and cluster-enabled to yes.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_elasticache_replication_group', (it) => {
        if (it.get('automatic_failover_enabled') === true && Number(it.get('replicas_per_node_group')) < 1)
          return 'No shard has a replica.';
        const group = plan.linked(it, 'parameter_group_name', 'aws_elasticache_parameter_group')[0];
        return (
          group !== undefined &&
          parameter(group, 'cluster-enabled') !== 'yes' &&
          'Its parameter group is for a single node.'
        );
      }),
  },
  {
    id: 'RR-F09',
    severity: 'high',
    title: 'Load balancers log into a bucket they can write to',
    why: 'They deliver under SSE-S3 only and as a service principal: with a KMS key the logs are silently lost.',
    fix: 'Use AES256 and let logdelivery.elasticloadbalancing.amazonaws.com put objects.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_lb', (it) => {
        const policy = plan.linked(it, 'access_logs.bucket', 'aws_s3_bucket_policy')[0];
        const bucket = policy && plan.linked(policy, 'bucket', 'aws_s3_bucket')[0];
        const encryption = plan
          .of('aws_s3_bucket_server_side_encryption_configuration')
          .find((one) => bucket && plan.linked(one, 'bucket').includes(bucket));
        if (policy === undefined || encryption === undefined) return 'The bucket it logs to cannot be found.';
        if (encryption.get('rule.0.apply_server_side_encryption_by_default.0.sse_algorithm') !== 'AES256')
          return 'Its bucket uses a KMS key.';
        const writers = statements(policy, 'policy').flatMap((one) =>
          one.actions.includes('s3:PutObject') ? one.services : [],
        );
        return (
          !writers.includes('logdelivery.elasticloadbalancing.amazonaws.com') &&
          'Its bucket does not let it write.'
        );
      }),
  },
];

function inGlobal(cluster: Record<string, unknown>): boolean {
  return cluster.global_cluster_identifier !== null;
}

function serves(key: Parameters<typeof statements>[0], service: string): boolean {
  return statements(key, 'policy').some(
    (it) =>
      it.effect === 'Allow' &&
      it.services.includes(service) &&
      it.actions.some((action) => action.startsWith('kms:GenerateDataKey')),
  );
}
