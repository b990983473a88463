import type { Plan, Resource } from '../policy/plan.ts';

export interface Component {
  readonly name: string;
  /** How many the plan has in each region of the map, or in all where it belongs to none. */
  readonly found: readonly { place: string; count: number }[];
  readonly least: number;
}

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1'];

/** The boxes of the specification's global infrastructure map and its key components, looked up in a plan. */
export function componentsOf(plan: Plan): Component[] {
  const perRegion = (
    name: string,
    type: string,
    least = 1,
    where: (it: Resource) => boolean = () => true,
  ): Component => ({
    name,
    least,
    found: REGIONS.map((region) => ({
      place: region,
      count: plan.of(type).filter((it) => it.region === region && where(it)).length,
    })),
  });
  const global = (
    name: string,
    type: string,
    least: number,
    where: (it: Resource) => boolean = () => true,
  ): Component => ({
    name,
    least,
    found: [{ place: 'global', count: plan.of(type).filter(where).length }],
  });
  return [
    perRegion('ECS cluster', 'aws_ecs_cluster'),
    perRegion('ECS services by role', 'aws_ecs_service', 5),
    perRegion('ALB', 'aws_lb', 1, (it) => it.get('internal') === false),
    perRegion('Redis', 'aws_elasticache_replication_group'),
    perRegion('VPC', 'aws_vpc'),
    perRegion('Auto-scaling', 'aws_appautoscaling_target', 5),
    perRegion('Security groups', 'aws_security_group', 5),
    perRegion('Aurora cluster', 'aws_rds_cluster'),
    perRegion('KMS key', 'aws_kms_key'),
    perRegion('CloudWatch alarms', 'aws_cloudwatch_metric_alarm', 10),
    perRegion('GuardDuty', 'aws_guardduty_detector'),
    global('Aurora global database', 'aws_rds_global_cluster', 1),
    global('Aurora read replicas', 'aws_rds_cluster_instance', 3),
    global('CloudFront distribution', 'aws_cloudfront_distribution', 1),
    global('CloudFront functions (edge nodes)', 'aws_cloudfront_function', 2),
    global('Lambda@Edge', 'aws_lambda_function', 1),
    global('Route 53 latency records', 'aws_route53_record', 3, (it) =>
      JSON.stringify(it.after.latency_routing_policy ?? []).includes('region'),
    ),
    global('Route 53 health checks', 'aws_route53_health_check', 3),
    global('VPC peering', 'aws_vpc_peering_connection', 3),
    global('WAF', 'aws_wafv2_web_acl', 4),
    global('Secrets Manager', 'aws_secretsmanager_secret', 9),
    global('CloudTrail', 'aws_cloudtrail', 1),
  ];
}

export function isPresent(component: Component): boolean {
  return component.found.every((it) => it.count >= component.least);
}
