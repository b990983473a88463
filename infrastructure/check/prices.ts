/**
 * AWS public list prices in USD, on demand, by region: us-east-1, eu-west-1, ap-southeast-1. Collected by hand in November
 * 2025 and rounded as AWS prints them; they move a few percent a year. Hourly unless the name says otherwise.
 */
export type Prices = readonly [usEast: number, euWest: number, apSoutheast: number];

export const PRICE_REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;

export const FARGATE_ARM_VCPU: Prices = [0.03238, 0.03238, 0.04045];
export const FARGATE_ARM_GB: Prices = [0.00356, 0.00356, 0.00442];
export const LOAD_BALANCER: Prices = [0.0225, 0.0252, 0.0252];
export const LOAD_BALANCER_UNIT: Prices = [0.008, 0.008, 0.008];
export const NAT_GATEWAY: Prices = [0.045, 0.048, 0.059];
export const PUBLIC_IPV4: Prices = [0.005, 0.005, 0.005];
export const AURORA_CAPACITY_UNIT: Prices = [0.12, 0.14, 0.2];

export const AURORA_INSTANCE: Readonly<Record<string, Prices>> = {
  'db.r7g.large': [0.276, 0.307, 0.333],
};

export const CACHE_NODE: Readonly<Record<string, Prices>> = {
  'cache.t4g.small': [0.032, 0.036, 0.049],
  'cache.t4g.medium': [0.065, 0.072, 0.099],
  'cache.m7g.large': [0.158, 0.174, 0.193],
};

/** The same everywhere. A month. */
export const MONTHLY = {
  key: 1,
  secret: 0.4,
  alarmMetric: 0.1,
  dashboard: 3,
  webAcl: 5,
  webAclRule: 1,
  hostedHealthCheck: 0.5,
  healthCheckFeature: 1,
};
