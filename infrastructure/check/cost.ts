import { listOf, objectOf, textOf } from '../policy/json.ts';
import type { Plan, Resource } from '../policy/plan.ts';
import * as price from './prices.ts';

const HOURS = 730;

export interface CostLine {
  readonly what: string;
  readonly usdPerMonth: number;
}

type Price = (resource: Resource, plan: Plan) => number;

/** What each kind of resource costs a month, by the line of the report it belongs to. */
const LINES: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  'Fargate tasks': { aws_ecs_service: tasks },
  'Load balancers': {
    aws_lb: (it) =>
      HOURS *
      (at(it, price.LOAD_BALANCER) +
        at(it, price.LOAD_BALANCER_UNIT) +
        (it.get('internal') === true ? 0 : 3 * at(it, price.PUBLIC_IPV4))),
  },
  'NAT gateways': {
    aws_nat_gateway: (it) => HOURS * (at(it, price.NAT_GATEWAY) + at(it, price.PUBLIC_IPV4)),
  },
  Aurora: { aws_rds_cluster_instance: (it, plan) => HOURS * auroraHour(it, plan) },
  Redis: {
    aws_elasticache_replication_group: (it) => {
      const nodes = Number(it.get('num_node_groups')) * (1 + Number(it.get('replicas_per_node_group')));
      return nodes * at(it, price.CACHE_NODE[textOf(it.get('node_type'))]) * HOURS;
    },
  },
  Firewall: {
    aws_wafv2_web_acl: (it) =>
      price.MONTHLY.webAcl + price.MONTHLY.webAclRule * listOf(it.get('rule')).length,
  },
  'Keys, secrets, health checks': {
    aws_kms_key: () => price.MONTHLY.key,
    aws_secretsmanager_secret: (it) => price.MONTHLY.secret * (1 + listOf(it.after.replica).length),
    // HTTPS, the fast interval and measured latency are a feature each.
    aws_route53_health_check: () => price.MONTHLY.hostedHealthCheck + 3 * price.MONTHLY.healthCheckFeature,
  },
  'Alarms and dashboards': {
    aws_cloudwatch_metric_alarm: (it) => price.MONTHLY.alarmMetric * Math.max(1, measured(it)),
    aws_cloudwatch_dashboard: () => price.MONTHLY.dashboard,
  },
};

/**
 * What the estate costs a month before any traffic, from the plan and public list prices: tasks at their first size,
 * serverless capacity at its floor, one unit of work a load balancer. Traffic, storage, logs and taxes come on top.
 * A size without a price is NaN, never nothing.
 */
export function costOf(plan: Plan): CostLine[] {
  return Object.entries(LINES).map(([what, prices]) => ({
    what,
    usdPerMonth: Object.entries(prices).reduce(
      (total, [type, usd]) => plan.of(type).reduce((sum, it) => sum + usd(it, plan), total),
      0,
    ),
  }));
}

function at(resource: Resource, prices: price.Prices | undefined): number {
  const index = price.PRICE_REGIONS.findIndex((region) => region === resource.region);
  return prices?.[index] ?? Number.NaN;
}

function tasks(service: Resource, plan: Plan): number {
  const cluster = plan.of('aws_ecs_cluster').find((it) => it.region === service.region);
  const family = `${textOf(cluster?.get('name'))}-${textOf(service.get('name'))}`;
  const task = plan
    .of('aws_ecs_task_definition')
    .find((it) => it.region === service.region && it.get('family') === family);
  if (task === undefined) return Number.NaN;
  const vcpus = Number(task.get('cpu')) / 1024;
  const gigabytes = Number(task.get('memory')) / 1024;
  const hour = vcpus * at(service, price.FARGATE_ARM_VCPU) + gigabytes * at(service, price.FARGATE_ARM_GB);
  return Number(service.get('desired_count')) * hour * HOURS;
}

function auroraHour(instance: Resource, plan: Plan): number {
  const size = textOf(instance.get('instance_class'));
  if (size !== 'db.serverless') return at(instance, price.AURORA_INSTANCE[size]);
  const cluster = plan.of('aws_rds_cluster').find((it) => it.region === instance.region);
  const floor = Number(cluster?.get('serverlessv2_scaling_configuration.0.min_capacity'));
  return floor * at(instance, price.AURORA_CAPACITY_UNIT);
}

function measured(alarm: Resource): number {
  return listOf(alarm.after.metric_query).filter((it) => listOf(objectOf(it).metric).length > 0).length;
}
