import { listOf, objectOf, textOf } from '../json.ts';
import { foreignKey } from '../keys.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, type Rule } from '../rule.ts';

const REDIS = 'aws_elasticache_replication_group';
const CLUSTER = 'aws_rds_cluster';

export const dataRules: readonly Rule[] = [
  {
    id: 'RR-S09',
    severity: 'high',
    title: 'Databases are encrypted with our key',
    why: "With AWS's key, whoever may read the database may read its snapshots anywhere, and access cannot be cut at the key.",
    fix: 'Set storage_encrypted and kms_key_id.',
    mapping: ['AVD-AWS-0079', 'AVD-AWS-0080'],
    check: (plan) =>
      each(plan, CLUSTER, (it) =>
        it.get('storage_encrypted') === true ? foreignKey(plan, it, 'kms_key_id') : 'It is not encrypted.',
      ),
  },
  {
    id: 'RR-S10',
    severity: 'high',
    title: 'Databases can be restored to a moment of the last 7 days, 35 in prod',
    why: 'Damage is often noticed after a weekend, fraud after a month.',
    fix: 'Set backup_retention_period to 7, in prod to 35.',
    mapping: ['AVD-AWS-0077'],
    check: (plan) => {
      const least = plan.environment === 'prod' ? 35 : 7;
      return each(
        plan,
        CLUSTER,
        (it) =>
          Number(it.get('backup_retention_period')) < least && `It reaches back less than ${least} days.`,
      );
    },
  },
  {
    id: 'RR-S11',
    severity: 'high',
    title: 'Databases refuse to be deleted',
    why: 'One wrong apply would take the data with it.',
    fix: 'Set deletion_protection and keep a final snapshot.',
    mapping: ['AVD-AWS-0343'],
    check: (plan) =>
      plan.environment === 'dev'
        ? []
        : each(plan, [CLUSTER, 'aws_rds_global_cluster'], (it) => {
            if (it.get('deletion_protection') !== true) return 'It can be deleted.';
            return (
              it.type === CLUSTER && it.get('skip_final_snapshot') === true && 'It leaves no final snapshot.'
            );
          }),
  },
  {
    id: 'RR-S12',
    severity: 'high',
    title: 'Databases refuse plain connections',
    why: 'Without rds.force_ssl one misconfigured client sends passwords and data in clear.',
    fix: 'Set rds.force_ssl = 1 in the cluster parameter group.',
    mapping: [],
    check: (plan) =>
      each(plan, CLUSTER, (it) => {
        const group = plan.linked(
          it,
          'db_cluster_parameter_group_name',
          'aws_rds_cluster_parameter_group',
        )[0];
        return (
          (group === undefined || parameter(group, 'rds.force_ssl') !== '1') &&
          'It accepts connections without TLS.'
        );
      }),
  },
  {
    id: 'RR-S13',
    severity: 'medium',
    title: 'Databases know IAM',
    why: 'People then sign in with their own short-lived identity instead of a shared password.',
    fix: 'Set iam_database_authentication_enabled.',
    mapping: ['AVD-AWS-0176'],
    check: (plan) =>
      each(
        plan,
        CLUSTER,
        (it) => it.get('iam_database_authentication_enabled') !== true && 'IAM cannot sign in.',
      ),
  },
  {
    id: 'RR-S14',
    severity: 'high',
    title: 'Caches are encrypted at rest with our key',
    why: 'Their nightly snapshot holds what the cache held.',
    fix: 'Set at_rest_encryption_enabled and kms_key_id.',
    mapping: ['AVD-AWS-0045'],
    check: (plan) =>
      each(plan, REDIS, (it) =>
        truthy(it, 'at_rest_encryption_enabled')
          ? foreignKey(plan, it, 'kms_key_id')
          : 'It stores plain text.',
      ),
  },
  {
    id: 'RR-S15',
    severity: 'high',
    title: 'Caches ask for TLS and a password',
    why: 'Without either, every process in the network reads and writes what users see.',
    fix: 'Set transit_encryption_enabled, transit_encryption_mode = "required" and auth_token.',
    mapping: ['AVD-AWS-0051'],
    check: (plan) =>
      each(plan, REDIS, (it) => {
        if (!truthy(it, 'transit_encryption_enabled') || it.get('transit_encryption_mode') !== 'required')
          return 'It speaks plain text.';
        return (
          it.get('auth_token') === null &&
          listOf(it.get('user_group_ids')).length === 0 &&
          'It asks for no password.'
        );
      }),
  },
  {
    id: 'RR-S16',
    severity: 'medium',
    title: 'Caches survive the loss of a zone',
    why: 'A cache without a replica elsewhere takes its hit rate, and then the database, with it.',
    fix: 'Set multi_az_enabled and automatic_failover_enabled.',
    mapping: [],
    check: (plan) =>
      each(
        plan,
        REDIS,
        (it) =>
          (it.get('multi_az_enabled') !== true || it.get('automatic_failover_enabled') !== true) &&
          'It lives in one zone.',
      ),
  },
  {
    id: 'RR-S17',
    severity: 'medium',
    title: 'Keys rotate',
    why: 'A key that never changes encrypts more and more, and its loss costs more and more.',
    fix: 'Set enable_key_rotation.',
    mapping: ['AVD-AWS-0065'],
    check: (plan) =>
      each(plan, 'aws_kms_key', (it) => it.get('enable_key_rotation') !== true && 'It does not rotate.'),
  },
  {
    id: 'RR-S29',
    severity: 'high',
    title: 'Buckets are closed, encrypted and versioned',
    why: 'Open buckets are the most common leak there is; an unversioned log can be overwritten by who is logged.',
    fix: 'Use modules/log-bucket.',
    mapping: ['AVD-AWS-0086', 'AVD-AWS-0087', 'AVD-AWS-0091', 'AVD-AWS-0093', 'AVD-AWS-0088', 'AVD-AWS-0090'],
    check: (plan) => each(plan, 'aws_s3_bucket', (it) => openBucket(plan, it)),
  },
];

/** A parameter's value in a group, null where it is not set. */
export function parameter(group: Resource, name: string): string | null {
  const found = listOf(group.get('parameter'))
    .map(objectOf)
    .find((it) => it.name === name);
  return found === undefined ? null : textOf(found.value);
}

// The provider gives this one argument as text in some versions.
function truthy(resource: Resource, argument: string): boolean {
  return ['true', 'TRUE'].includes(textOf(resource.get(argument)));
}

const BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

function openBucket(plan: Plan, bucket: Resource): string | false {
  const part = (type: string) =>
    plan.of(type).find((it) => plan.linked(it, 'bucket', 'aws_s3_bucket').includes(bucket));
  const block = part('aws_s3_bucket_public_access_block');
  if (block === undefined || !BLOCKS.every((name) => block.get(name) === true))
    return 'It can be made public.';
  const encryption = part('aws_s3_bucket_server_side_encryption_configuration');
  const algorithm = encryption?.get('rule.0.apply_server_side_encryption_by_default.0.sse_algorithm');
  if (algorithm !== 'aws:kms' && algorithm !== 'AES256') return 'It is not encrypted.';
  return (
    part('aws_s3_bucket_versioning')?.get('versioning_configuration.0.status') !== 'Enabled' &&
    'It keeps no older versions.'
  );
}
